package dev.signet.cli.option;

import dev.signet.sign.BundleSigner;
import dev.signet.sign.key.KeyRotation;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;

/** The option that names statements of old keys. */
public final class RotationOption {
  private final Option<Path> file;

  public RotationOption(Command command) {
    file =
        command.add(
            Options.path(
                "--rotation",
                "FILE",
                "Statements of old keys for this one, as key:rotate writes them: hosts that know"
                    + " an old key then take this one without asking."));
  }

  /** Returns the option itself. */
  public Option<Path> option() {
    return file;
  }

  /** Has a signer put them in, if there are any. */
  public void applyTo(BundleSigner.Builder signer) throws CommandException, SigningException {
    if (file.value().isPresent()) {
      signer.rotation(KeyRotation.load(file.get()));
    }
  }
}
