package dev.signet.report;

import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one target at a moment.
 *
 * @param target what it is about
 * @param result the latest result; empty when it was never scanned, which is not the same as passed
 * @param failure the latest scan when that came to no result; the result is then an earlier one
 * @param running whether a plugin of it is started
 */
public record IntegrityState(
    ScanTarget target,
    Optional<IntegrityResult> result,
    Optional<FailedScan> failure,
    boolean running) {

  /** Checks that nothing is null. */
  public IntegrityState {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(failure, "failure");
  }

  /** Returns whether no scan has ever come to a result. */
  public boolean isNeverScanned() {
    return result.isEmpty();
  }

  /**
   * Returns whether somebody should look: something was found, or the latest scan failed. What was
   * never scanned is to be scanned; nothing speaks against it.
   */
  public boolean needsAttention() {
    return failure.isPresent() || result.filter(IntegrityResult::needsAttention).isPresent();
  }

  /** Returns the plugin's id, unescaped; the name of its file or folder when it is not known. */
  public String name() {
    return result.map(IntegrityResult::id).filter(id -> !id.isEmpty()).orElse(target.fileName());
  }

  /** Returns this state of a target that runs, or does not. */
  public IntegrityState withRunning(boolean isRunning) {
    return new IntegrityState(target, result, failure, isRunning);
  }
}
