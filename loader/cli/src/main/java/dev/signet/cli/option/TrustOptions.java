package dev.signet.cli.option;

import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Printable;
import dev.signet.verify.Convention;
import java.nio.file.Files;
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
    requireFilesForProfile(files);
    requireLists();
    try {
      TrustStore store = TrustStore.of(files, profile(convention), lists.value().orElse(List.of()));
      for (TrustStatus.Concern concern : store.status().concerns()) {
        tell(concern);
      }
      return profile.value().isPresent() ? store : convention.completed(store);
    } catch (TrustStoreException e) {
      throw CommandException.input("--trust: " + e.getMessage());
    }
  }

  private void requireFilesForProfile(List<Path> files) throws CommandException {
    for (Path file : files) {
      if (profile.value().isPresent() && Files.isDirectory(file)) {
        throw CommandException.input(
            "--profile is for files; the folder "
                + file
                + " says it by itself: put these certificates into its folder nextcloud, or name"
                + " the files.");
      }
    }
  }

  /** Says of a list that it is one that --crl names. */
  private void requireLists() throws CommandException {
    try {
      for (Path list : lists.value().orElse(List.of())) {
        TrustStore.builder().revocationList(list);
      }
    } catch (TrustStoreException e) {
      throw CommandException.input("--crl: " + e.getMessage());
    }
  }

  /** What is named on the command line is never passed over; what lies in a folder is told. */
  private void tell(TrustStatus.Concern concern) throws CommandException {
    if (concern.kind() == TrustStatus.Concern.Kind.CERTIFICATE_BESIDE_LIST) {
      throw CommandException.input(
          "--crl: "
              + concern.place()
              + " also holds a certificate, which --crl does not make trusted: name the file with"
              + " --trust, too, or take the certificate out.");
    }
    command.terminal().err().println("signet: " + Printable.of(concern.text()));
  }

  private AnchorProfile profile(Convention convention) throws CommandException {
    if (profile.value().isEmpty()) {
      return convention.profile();
    }
    return Options.chosen(profile, STANDARD).equals(NEXTCLOUD)
        ? AnchorProfile.NEXTCLOUD
        : AnchorProfile.STANDARD;
  }
}
