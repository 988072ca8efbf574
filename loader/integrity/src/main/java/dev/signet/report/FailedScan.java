package dev.signet.report;

import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A scan that came to no result about the bytes: the disk failed, or the program did.
 *
 * @param at when
 * @param occasion why it was scanned
 * @param cause plain sentences for an admin, unescaped: what failed, and what to do
 */
public record FailedScan(Instant at, ScanTrigger occasion, String cause) {

  /** Checks that nothing is null. */
  public FailedScan {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(occasion, "occasion");
    Objects.requireNonNull(cause, "cause");
  }

  /**
   * Returns the failure that a decision tells: nothing could be found out about the bytes, for want
   * of disk or permissions. Empty when there is a result.
   */
  public static Optional<FailedScan> in(Decision decision, Instant at, ScanTrigger occasion) {
    Verdict verdict = decision.verdict();
    boolean failed =
        verdict.subject().contentDigest().isEmpty()
            && verdict.findings().stream().allMatch(FailedScan::isOfTheDisk);
    return failed
        ? Optional.of(new FailedScan(at, occasion, decision.explanation()))
        : Optional.empty();
  }

  /** Returns whether this tells an admin nothing new after another one of its target. */
  public boolean tellsTheSameAs(FailedScan other) {
    return FindingShare.withoutNumbers(cause).equals(FindingShare.withoutNumbers(other.cause));
  }

  private static boolean isOfTheDisk(Finding finding) {
    return finding.reason() == Reason.IO_ERROR || finding.reason() == Reason.STATE_UNAVAILABLE;
  }
}
