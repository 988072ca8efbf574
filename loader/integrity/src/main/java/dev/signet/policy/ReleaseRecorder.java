package dev.signet.policy;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a ledger remember what is about to be loaded, or confirmed, and never throws for one that
 * fails.
 */
@Internal
public record ReleaseRecorder(SigningLedger ledger, VersionOrder versions) {

  /**
   * Records releases in one step, or when that fails, each by itself.
   *
   * @param <T> where they come from
   * @param releases none for the ledger to take note of the time only
   * @return the problem of each that could not be recorded
   */
  public <T> Map<T, Finding> record(Map<T, SignedRelease> releases, Instant now) {
    Map<T, Finding> problems = new LinkedHashMap<>();
    if (problem(releases.values(), now).isPresent()) {
      releases.forEach(
          (source, release) ->
              problem(List.of(release), now).ifPresent(found -> problems.put(source, found)));
    }
    return problems;
  }

  /** Confirms a release; returns the problem when that could not be made to last. */
  public Optional<Finding> confirm(SignedRelease release) {
    return problem(() -> ledger.confirm(release, versions));
  }

  private Optional<Finding> problem(Collection<SignedRelease> releases, Instant now) {
    return problem(() -> ledger.record(List.copyOf(releases), now, versions));
  }

  @FunctionalInterface
  private interface Change {
    void make() throws LedgerException;
  }

  private static Optional<Finding> problem(Change change) {
    try {
      change.make();
      return Optional.empty();
    } catch (LedgerException e) {
      return Optional.of(Finding.of(Reason.STATE_UNAVAILABLE, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // A host may plug in any ledger, and its database's errors are not ours to know.
      return Optional.of(
          Finding.of(Reason.STATE_UNAVAILABLE, "The host's ledger failed: " + e + "."));
    }
  }
}
