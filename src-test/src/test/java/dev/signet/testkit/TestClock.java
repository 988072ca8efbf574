package dev.signet.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test sets, that counts how often it is asked, and that may go on at each time. */
public final class TestClock extends Clock {
  private Instant now;
  private Duration step = Duration.ZERO;
  private int asked;

  /** Stands still at this instant. */
  public TestClock(Instant start) {
    now = start;
  }

  /** Goes on by this whenever it is asked. */
  public synchronized TestClock ticking(Duration newStep) {
    step = newStep;
    return this;
  }

  /** Sets the instant. */
  public synchronized void set(Instant instant) {
    now = instant;
  }

  /** Returns the instant it would tell, without being asked. */
  public synchronized Instant now() {
    return now;
  }

  /** Returns how often it was asked so far. */
  public synchronized int asked() {
    return asked;
  }

  @Override
  public synchronized Instant instant() {
    asked++;
    Instant result = now;
    now = now.plus(step);
    return result;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
