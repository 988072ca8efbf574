package dev.signet.cli;

import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import java.nio.file.Path;
import java.util.List;

/** {@code --trust}, {@code --profile}, {@code --crl}: what a check believes. */
final class TrustOptions {
  private static final String STANDARD = "standard";
  private static final String NEXTCLOUD = "nextcloud";

  private final Option<List<Path>> trust;
  private final Option<String> profile;
  private final Option<List<Path>> lists;

  TrustOptions(Command command) {
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

  /**
   * Reads what the options name.
   *
   * @param byLayout the profile of the anchors when the options name none
   */
  TrustStore load(AnchorProfile byLayout) throws CommandException {
    List<Path> files = trust.value().orElse(List.of());
    if (files.isEmpty()) {
      throw CommandException.input(
          "--trust is missing: name the certificate of the authority you trust.");
    }
    try {
      return TrustStore.of(files, profile(byLayout), lists.value().orElse(List.of()));
    } catch (TrustStoreException e) {
      throw CommandException.input("--trust: " + e.getMessage());
    }
  }

  private AnchorProfile profile(AnchorProfile byLayout) throws CommandException {
    if (profile.value().isEmpty()) {
      return byLayout;
    }
    return Options.chosen(profile, STANDARD).equals(NEXTCLOUD)
        ? AnchorProfile.NEXTCLOUD
        : AnchorProfile.STANDARD;
  }
}
