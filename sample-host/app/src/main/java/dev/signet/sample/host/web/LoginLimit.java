package dev.signet.sample.host.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Slows down guessing: within five minutes, five wrong passwords from one address and fifty from
 * all together. Who is logged in already is not concerned. Safe for use by several threads.
 */
final class LoginLimit {
  /** How long a wrong password counts. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  /** Wrong passwords of one address within the window. */
  static final int OF_ONE = 5;

  /** Wrong passwords of everybody within the window. */
  static final int OF_ALL = 50;

  private final Clock clock;
  private final Deque<Failure> failures = new ArrayDeque<>();

  LoginLimit(Clock clock) {
    this.clock = clock;
  }

  private record Failure(String address, Instant at) {}

  /**
   * Counts an attempt that is about to be made as a failure, unless it is one too many. Counted
   * before the password is looked at, so that attempts at the same time count as well.
   *
   * @return how long to wait until the next; zero when it may be made
   */
  synchronized Duration take(String address) {
    Instant now = clock.instant();
    failures.removeIf(failure -> !failure.at().plus(WINDOW).isAfter(now));
    long own = failures.stream().filter(failure -> failure.address().equals(address)).count();
    if (own < OF_ONE && failures.size() < OF_ALL) {
      failures.add(new Failure(address, now));
      return Duration.ZERO;
    }
    return failures.stream()
        .filter(failure -> failures.size() >= OF_ALL || failure.address().equals(address))
        .findFirst()
        .map(oldest -> Duration.between(now, oldest.at().plus(WINDOW)))
        .orElse(WINDOW);
  }

  /** Forgets the failures of an address from which the right password came. */
  synchronized void succeeded(String address) {
    failures.removeIf(failure -> failure.address().equals(address));
  }
}
