package dev.signet.cli.option;

import dev.signet.sign.BundleSigner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The option that adds a signature to the author's, which is made by other options. */
public final class AddOption {
  private final Option<Boolean> option;
  private final List<Option<?>> ofAuthors;

  /**
   * Declares it.
   *
   * @param ofAuthors options that are for the author's signature only
   */
  public AddOption(Command command, List<Option<?>> ofAuthors) {
    this.ofAuthors = List.copyOf(ofAuthors);
    option =
        command.add(
            Options.flag(
                "--add",
                "Add the signature to the author's, as a store does: by a certificate for any"
                    + " name."));
  }

  /** Returns whether it was given. */
  public boolean isGiven() {
    return option.isGiven();
  }

  /** Has a signer add, if there is such an option and it was given. */
  public static void apply(@Nullable AddOption option, BundleSigner.Builder signer)
      throws CommandException {
    if (option != null && option.isGiven()) {
      option.refuseAuthors();
      signer.adding();
    }
  }

  private void refuseAuthors() throws CommandException {
    for (Option<?> other : ofAuthors) {
      if (other.value().isPresent()) {
        throw CommandException.input(
            other.name() + " is for the author's signature; leave it out with --add.");
      }
    }
  }
}
