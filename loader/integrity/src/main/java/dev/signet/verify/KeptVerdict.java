package dev.signet.verify;

import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A verdict on a sealed copy, with all that it depends on beside the copy's bytes. It stands for a
 * check of now only under the very same conditions and within its span: see {@link
 * BundleVerifier#stillHolds}.
 *
 * @param conditions digest of what it was judged by: trust with all its lists, the host's
 *     expectation and limits, this version's rules, the Java runtime and its security settings
 * @param from the instant of the check
 * @param until the first instant at which time alone may change it
 * @param verdict what was found; nothing but verified bundles are kept
 * @param dependencies the descriptor's, in PF4J's notation
 */
public record KeptVerdict(
    String conditions, Instant from, Instant until, Verdict.Verified verdict, String dependencies) {

  /** Checks that nothing is null. */
  public KeptVerdict {
    Objects.requireNonNull(conditions, "conditions");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(dependencies, "dependencies");
  }

  /**
   * Returns what to remember of a check; empty when nothing may be.
   *
   * @param by digest of what it was judged by
   */
  static Optional<KeptVerdict> of(String by, VerdictCache.Dated dated, String dependencies) {
    return dated.verdict() instanceof Verdict.Verified verified
        ? Optional.of(new KeptVerdict(by, dated.from(), dated.nextChange(), verified, dependencies))
        : Optional.empty();
  }

  boolean covers(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }
}
