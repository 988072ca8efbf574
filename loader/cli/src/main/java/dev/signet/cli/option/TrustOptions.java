package dev.signet.cli.option;

import dev.signet.trust.AnchorProfile;
import dev.signet.trust.NamedTrust;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Printable;
import dev.signet.verify.Convention;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code --trust}, {@code --profile}, {@code --crl}: what a check believes, or the hosts do. */
public final class TrustOptions {
  private static final String STANDARD = "standard";
  private static final String NEXTCLOUD = "nextcloud";

  private final Command command;
  private final Option<List<Path>> trust;
  private final Option<String> profile;
  private final Option<List<Path>> lists;

  public TrustOptions(Command command) {
    this.command = command;
    trust =
        command.add(
            Options.paths(
                "--trust",
                "FILE",
                "Certificates of an authority, PEM or DER; or a host's trust folder. Repeat it for"
                    + " several."));
    profile =
        command.add(
            Options.choice(
                "--profile",
                List.of(STANDARD, NEXTCLOUD),
                "How certificates under the --trust files are judged; standard unless the layout"
                    + " says otherwise."));
    lists =
        command.add(
            Options.paths(
                "--crl", "FILE", "A revocation list, PEM or DER. Repeat it for several."));
  }

  /** Reads what the options name, if any of them is given. */
  public Optional<TrustStore> loadIfGiven(Convention convention) throws CommandException {
    boolean given =
        trust.value().isPresent() || profile.value().isPresent() || lists.value().isPresent();
    return given ? Optional.of(load(convention)) : Optional.empty();
  }

  /**
   * Reads what the options name.
   *
   * @param convention how the anchors are judged when the options do not say
   */
  public TrustStore load(Convention convention) throws CommandException {
    List<Path> files = trust.value().orElse(List.of());
    if (files.isEmpty()) {
      throw CommandException.input(
          "--trust is missing: name the certificate of the authority you trust.");
    }
    try {
      TrustStore store =
          new NamedTrust(files, profile(), lists.value().orElse(List.of()))
              .load(convention.profile(), name -> "--" + name);
      store.status().concerns().stream()
          .map(concern -> "signet: " + Printable.of(concern.text()))
          .forEach(command.terminal().err()::println);
      return store;
    } catch (TrustStoreException e) {
      throw CommandException.input(String.valueOf(e.getMessage()));
    }
  }

  private Optional<AnchorProfile> profile() throws CommandException {
    if (profile.value().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Options.chosen(profile, STANDARD).equals(NEXTCLOUD)
            ? AnchorProfile.NEXTCLOUD
            : AnchorProfile.STANDARD);
  }
}
