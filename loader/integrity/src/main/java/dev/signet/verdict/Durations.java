package dev.signet.verdict;

import dev.signet.Internal;
import java.time.Duration;
import java.util.Objects;

/**
 * The bounds of every span of time that a host or a command sets. Far longer ones mean "never", and
 * overflow the arithmetic of clocks and timers.
 */
@Internal
public final class Durations {
  /** The longest. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  private Durations() {}

  /**
   * Returns a span of time that is longer than nothing.
   *
   * @param name of the setting
   * @throws IllegalArgumentException when it is not positive, or longer than {@link #LONGEST}
   */
  public static Duration requirePositive(Duration duration, String name) {
    if (requireBounded(duration, name).isZero()) {
      throw new IllegalArgumentException(name + ": " + duration + " is not positive");
    }
    return duration;
  }

  /**
   * Returns a span of time that may be none at all.
   *
   * @param name of the setting
   * @throws IllegalArgumentException when it is negative, or longer than {@link #LONGEST}
   */
  public static Duration requireBounded(Duration duration, String name) {
    Objects.requireNonNull(duration, name);
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + ": " + duration + " is negative");
    }
    if (duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + ": " + duration + " is longer than " + LONGEST.toDays() + " days, the most");
    }
    return duration;
  }
}
