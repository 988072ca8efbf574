package dev.signet.postgres;

import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.Standing;
import java.util.Optional;

/**
 * A target's state as a node reports it.
 *
 * @param standing where it stands, in one to three words
 * @param state all there is to tell of it; empty when the database does not have it
 */
record ReportedState(
    String key,
    String plugin,
    String version,
    String contentDigest,
    String standing,
    boolean needsAttention,
    boolean running,
    Optional<IntegrityState> state) {

  static ReportedState of(IntegrityState state) {
    return new ReportedState(
        state.target().key(),
        state.name(),
        state.result().map(IntegrityResult::version).orElse(""),
        state.result().map(result -> result.verdict().subject().contentDigest()).orElse(""),
        Standing.of(state).label(),
        state.needsAttention(),
        state.running(),
        Optional.of(state));
  }

  /** Returns whether there is nothing to write after another one of its target. */
  boolean tellsTheSameAs(ReportedState other) {
    return plugin.equals(other.plugin)
        && version.equals(other.version)
        && contentDigest.equals(other.contentDigest)
        && standing.equals(other.standing)
        && needsAttention == other.needsAttention
        && running == other.running
        && state.isPresent()
        && other.state.filter(known -> tellTheSame(state.get(), known)).isPresent();
  }

  private static boolean tellTheSame(IntegrityState state, IntegrityState other) {
    Optional<IntegrityResult> result = state.result();
    Optional<FailedScan> failure = state.failure();
    return (result.isPresent()
            ? other.result().filter(result.get()::tellsTheSameAs).isPresent()
            : other.result().isEmpty())
        && (failure.isPresent()
            ? other.failure().filter(failure.get()::tellsTheSameAs).isPresent()
            : other.failure().isEmpty());
  }
}
