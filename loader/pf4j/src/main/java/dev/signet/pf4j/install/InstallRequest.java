package dev.signet.pf4j.install;

import dev.signet.pf4j.load.Consent;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody wants installed.
 *
 * @param bundle a folder, zip or jar; only read
 * @param id the plugin that was asked for; empty to take whichever the bundle is
 * @param version the version that was asked for, as the bundle spells it; empty for any
 * @param files what it must be made of, as {@code Subject.filesDigest} has it; empty for anything
 * @param lowerVersion whether it may be lower than one admitted before
 * @param confirmed whether a new key, and other files than the version had before, are its author's
 */
public record InstallRequest(
    Path bundle,
    Optional<String> id,
    Optional<String> version,
    Optional<String> files,
    boolean lowerVersion,
    boolean confirmed) {

  /** Checks that nothing is null. */
  public InstallRequest {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(files, "files");
  }

  /**
   * Asks for whatever the bundle is, as long as its version is not lower than one before, and its
   * key and files are no others.
   */
  public static InstallRequest of(Path bundle) {
    return new InstallRequest(
        bundle, Optional.empty(), Optional.empty(), Optional.empty(), false, false);
  }

  /** Returns this request for one plugin: a bundle of any other is refused on every channel. */
  public InstallRequest withId(String wanted) {
    return new InstallRequest(bundle, Optional.of(wanted), version, files, lowerVersion, confirmed);
  }

  /** Returns this request for one version: a bundle of any other is refused on every channel. */
  public InstallRequest withVersion(String wanted) {
    return new InstallRequest(bundle, id, Optional.of(wanted), files, lowerVersion, confirmed);
  }

  /**
   * Returns this request for exactly these files: a bundle of any others is refused on every
   * channel, whoever has signed it.
   *
   * @param digest {@code Subject.filesDigest} of the release
   */
  public InstallRequest withFiles(String digest) {
    return new InstallRequest(bundle, id, version, Optional.of(digest), lowerVersion, confirmed);
  }

  /**
   * Returns this request when a lower version is meant. A host that refuses lower versions
   * altogether still does.
   */
  public InstallRequest allowingLowerVersion() {
    return new InstallRequest(bundle, id, version, files, true, confirmed);
  }

  /**
   * Returns this request when an administrator has made sure that the author has a new key, or has
   * changed a release that was there before. With the change the ledger takes them for right: later
   * releases by that key need not be confirmed.
   */
  public InstallRequest confirmingChanges() {
    return new InstallRequest(bundle, id, version, files, lowerVersion, true);
  }

  Consent consent() {
    return new Consent(lowerVersion, confirmed);
  }
}
