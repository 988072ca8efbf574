package dev.signet.trust;

import dev.signet.verdict.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is asked of revocation lists. A certificate that a list names is revoked whatever is set
 * here, also by a stale list.
 *
 * @param requireList whether there must be a list of the leaf's issuer: without one every bundle
 *     under that issuer is refused. Lists of authorities further up count when they are there
 * @param grace how long past its {@code nextUpdate} a list is only reported as stale; from nothing
 *     to 36,500 days
 * @param afterGrace what a list is worth that is older still
 */
public record RevocationPolicy(boolean requireList, Duration grace, AfterGrace afterGrace) {

  /**
   * No list needed; 60 days of grace, then refused. Whatever keeps an authority from publishing its
   * next list, nothing stops for it without having been reported for that long.
   */
  public static final RevocationPolicy DEFAULT =
      new RevocationPolicy(false, Duration.ofDays(60), AfterGrace.REFUSE);

  /**
   * Returns until when a list counts though it is stale; empty for ever.
   *
   * @param nextUpdate when the next one was due
   */
  public Optional<Instant> countsUntil(Instant nextUpdate) {
    return afterGrace == AfterGrace.WARN ? Optional.empty() : Optional.of(nextUpdate.plus(grace));
  }

  /** What happens when the grace period of a stale list is over. */
  public enum AfterGrace {
    /** It stays a notice. */
    WARN,
    /** It becomes a problem, {@code REVOCATION_UNAVAILABLE}. */
    REFUSE
  }

  /**
   * Checks the grace period.
   *
   * @throws IllegalArgumentException when it is negative or longer than 36,500 days
   */
  public RevocationPolicy {
    Objects.requireNonNull(afterGrace, "afterGrace");
    Durations.requireBounded(grace, "grace");
  }

  // Written out: each start asks for it, and what the compiler makes of a record is linked then.
  @Override
  public String toString() {
    return "RevocationPolicy[requireList="
        + requireList
        + ", grace="
        + grace
        + ", afterGrace="
        + afterGrace
        + "]";
  }
}
