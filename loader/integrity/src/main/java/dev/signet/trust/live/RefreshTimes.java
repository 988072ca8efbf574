package dev.signet.trust.live;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When to ask again: regularly after a success, sooner after a failure and then less and less
 * often; never at the same moment as everybody else.
 *
 * @param regular between two successes
 * @param random from 0 to 1
 */
record RefreshTimes(Duration regular, DoubleSupplier random) {

  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final int MOST_DOUBLINGS = 20;
  private static final double SPREAD = 0.1;

  /**
   * Returns how long to wait.
   *
   * @param failures how often in a row it failed; 0 after a success
   */
  Duration after(int failures) {
    Duration wait = regular;
    if (failures > 0) {
      Duration backedOff = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
      wait = backedOff.compareTo(regular) < 0 ? backedOff : regular;
    }
    double factor = 1 - SPREAD + 2 * SPREAD * random.getAsDouble();
    return Duration.ofMillis(Math.max(1, Math.round(wait.toMillis() * factor)));
  }
}
