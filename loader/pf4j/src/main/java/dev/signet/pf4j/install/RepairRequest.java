package dev.signet.pf4j.install;

import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A plugin in a plugins root whose files somebody wants put right.
 *
 * @param target what is modified or incomplete
 * @param release the very release that is there, as a folder, zip or jar, only read; empty to take
 *     the copy that this host sealed when it admitted the plugin
 */
public record RepairRequest(ScanTarget target, Optional<Path> release) {

  /** Checks that nothing is null. */
  public RepairRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(release, "release");
  }

  /** Asks for a repair from the host's sealed copy. */
  public static RepairRequest of(ScanTarget target) {
    return new RepairRequest(target, Optional.empty());
  }

  /** Returns this request with a download of the release that is to be repaired. */
  public RepairRequest from(Path bundle) {
    return new RepairRequest(target, Optional.of(bundle));
  }

  /** Returns whether there may be something to repair, by what was decided about a bundle. */
  public static boolean mayHelp(Decision decision) {
    return !decision.verdict().isVerified();
  }
}
