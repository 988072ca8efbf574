package dev.signet.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The latest result of each target, kept over restarts. A failed scan is noted beside the result
 * before it, and never erases it. Safe for use by several threads.
 */
public final class IntegrityResults {
  private IntegrityResults() {}

  /** Returns results that are forgotten with the process. */
  public static IntegrityResults inMemory() {
    return new IntegrityResults();
  }

  /**
   * Reads {@code results.json} of a host's state directory. A damaged file is reported, put aside
   * as {@code results-damaged.json}, and everything counts as never scanned: this never throws.
   */
  public static IntegrityResults in(Path stateDirectory) {
    throw new UnsupportedOperationException("in(" + stateDirectory + ") is being written");
  }

  /** Returns a state for each known target, those without a result too; none of them running. */
  public List<IntegrityState> states() {
    return List.of();
  }

  /** Returns what is known of a target; empty when it is not known at all. */
  public Optional<IntegrityState> find(ScanTarget target) {
    return Optional.empty();
  }

  /** Returns when all was last read again, to its end. */
  public Optional<Instant> lastRescan() {
    return Optional.empty();
  }

  /** Returns what happened to results from before, for an admin, unescaped; empty when in order. */
  public Optional<String> problem() {
    return Optional.empty();
  }

  /**
   * Takes a result as the latest of its target.
   *
   * @return the state before
   */
  public IntegrityState record(IntegrityResult result) {
    throw new UnsupportedOperationException("record(" + result + ") is being written");
  }

  /**
   * Notes a failed scan beside the latest result.
   *
   * @return the state before
   */
  public IntegrityState recordFailure(ScanTarget target, FailedScan failure) {
    throw new UnsupportedOperationException("being written: " + target + failure);
  }

  /** Takes note of targets that are there, scanned or not. */
  public void expect(Collection<ScanTarget> targets) {}

  /** Forgets every target but these. */
  public void retain(Set<ScanTarget> targets) {}

  /** Takes note that all was read again, to its end. */
  public void rescanned(Instant at) {}

  /** Writes what has changed since, if anything has; a disk that fails is logged, never thrown. */
  public void save() {}
}
