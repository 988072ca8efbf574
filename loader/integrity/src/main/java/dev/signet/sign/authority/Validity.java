package dev.signet.sign.authority;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The time between two instants, both included (RFC 5280 section 4.1.2.5). Certificates count in
 * whole seconds: fractions are cut off.
 *
 * @param from the first instant
 * @param until the last instant, after {@code from}
 */
public record Validity(Instant from, Instant until) {

  /**
   * Cuts fractions of a second off.
   *
   * @throws IllegalArgumentException when {@code until} is not after {@code from}
   */
  public Validity {
    from = Objects.requireNonNull(from, "from").truncatedTo(ChronoUnit.SECONDS);
    until = Objects.requireNonNull(until, "until").truncatedTo(ChronoUnit.SECONDS);
    if (!until.isAfter(from)) {
      throw new IllegalArgumentException("until: " + until + " is not after " + from);
    }
  }

  /** Returns the time of this length from an instant on. */
  public static Validity starting(Instant from, Duration length) {
    return new Validity(from, from.plus(length));
  }

  /** Returns whether all of the other's time lies in this one. */
  public boolean contains(Validity other) {
    return !other.from.isBefore(from) && !other.until.isAfter(until);
  }
}
