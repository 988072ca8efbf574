package dev.signet.pf4j.install;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody wants installed.
 *
 * @param bundle a folder, zip or jar; only read
 * @param id the plugin that was asked for; empty to take whichever the bundle is
 * @param version the version that was asked for, as the bundle spells it; empty for any
 * @param lowerVersion whether it may be lower than one admitted before
 */
public record InstallRequest(
    Path bundle, Optional<String> id, Optional<String> version, boolean lowerVersion) {

  /** Checks that nothing is null. */
  public InstallRequest {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
  }

  /** Asks for whatever the bundle is, as long as its version is not lower than one before. */
  public static InstallRequest of(Path bundle) {
    return new InstallRequest(bundle, Optional.empty(), Optional.empty(), false);
  }

  /** Returns this request for one plugin: a bundle of any other is refused on every channel. */
  public InstallRequest withId(String wanted) {
    return new InstallRequest(bundle, Optional.of(wanted), version, lowerVersion);
  }

  /** Returns this request for one version: a bundle of any other is refused on every channel. */
  public InstallRequest withVersion(String wanted) {
    return new InstallRequest(bundle, id, Optional.of(wanted), lowerVersion);
  }

  /**
   * Returns this request when a lower version is meant. A host that refuses lower versions
   * altogether still does.
   */
  public InstallRequest allowingLowerVersion() {
    return new InstallRequest(bundle, id, version, true);
  }
}
