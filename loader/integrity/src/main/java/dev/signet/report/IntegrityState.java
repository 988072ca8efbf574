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
 * @param notRunning why the plugin does not run although it was admitted; empty when it runs, was
 *     refused, or was not to run
 * @param drift in what the host differs from its fleet's list here; empty when it does not, or goes
 *     by none
 */
public record IntegrityState(
    ScanTarget target,
    Optional<IntegrityResult> result,
    Optional<FailedScan> failure,
    boolean running,
    Optional<NotRunning> notRunning,
    Optional<Drift> drift) {

  /** Checks that nothing is null. */
  public IntegrityState {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(notRunning, "notRunning");
    Objects.requireNonNull(drift, "drift");
  }

  /** Creates the state of a target of which nothing is known to keep it from running. */
  public IntegrityState(
      ScanTarget target,
      Optional<IntegrityResult> result,
      Optional<FailedScan> failure,
      boolean running) {
    this(target, result, failure, running, Optional.empty(), Optional.empty());
  }

  /** Returns whether no scan has ever come to a result. */
  public boolean isNeverScanned() {
    return result.isEmpty();
  }

  /**
   * Returns whether somebody should look: something was found, the latest scan failed, it does not
   * run although it was admitted, or it is not as the fleet's list says. What was never scanned is
   * to be scanned; nothing speaks against it.
   */
  public boolean needsAttention() {
    return failure.isPresent()
        || notRunning.isPresent()
        || drift.isPresent()
        || result.filter(IntegrityResult::needsAttention).isPresent();
  }

  /** Returns the plugin's id, unescaped; the name of its file or folder when it is not known. */
  public String name() {
    return result.map(IntegrityResult::id).filter(id -> !id.isEmpty()).orElse(target.fileName());
  }

  /** Returns this state of a target that runs, or does not. */
  public IntegrityState withRunning(boolean isRunning) {
    return new IntegrityState(target, result, failure, isRunning, notRunning, drift);
  }

  /** Returns this state of a target that does not run for this reason, or for none. */
  public IntegrityState withNotRunning(Optional<NotRunning> why) {
    return new IntegrityState(target, result, failure, running, why, drift);
  }

  /** Returns this state of a target that is not as the fleet's list says, or is. */
  public IntegrityState withDrift(Optional<Drift> difference) {
    return new IntegrityState(target, result, failure, running, notRunning, difference);
  }
}
