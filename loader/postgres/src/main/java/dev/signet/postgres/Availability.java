package dev.signet.postgres;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the fleet's database answers. After a failure it is left alone for ten seconds. */
final class Availability {
  private static final Logger log = LoggerFactory.getLogger(FleetLedger.class);

  /** How long it is left alone. */
  static final Duration REST = Duration.ofSeconds(10);

  private final Clock clock;
  private final String what;
  private final String meanwhile;
  private @Nullable Absence absence;

  /** Since when it does not answer, when it was asked last, and why. */
  private record Absence(Instant since, long askedNanos, Exception why) {}

  /**
   * Creates it for what answers.
   *
   * @param what begins a sentence
   * @param meanwhile what follows from an absence, as a sentence
   */
  Availability(Clock clock, String what, String meanwhile) {
    this.clock = clock;
    this.what = what;
    this.meanwhile = meanwhile;
  }

  synchronized Optional<Instant> awaySince() {
    return Optional.ofNullable(absence).map(Absence::since);
  }

  synchronized boolean isResting() {
    return absence != null && System.nanoTime() - absence.askedNanos() < REST.toNanos();
  }

  synchronized void isAway(Exception why) {
    Instant since =
        absence == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : absence.since();
    if (absence == null) {
      log.warn("{} {}", why.getMessage(), meanwhile);
    }
    absence = new Absence(since, System.nanoTime(), why);
  }

  synchronized void isBack() {
    if (absence != null) {
      log.info("{} answers again; it had not since {}", what, absence.since());
      absence = null;
    }
  }

  /** Says why it does not answer, since when, and what follows. */
  synchronized String explanation() {
    if (absence == null) {
      return what + " has only just answered again. Try again.";
    }
    return absence.why().getMessage()
        + " It has not answered since "
        + absence.since()
        + ". "
        + meanwhile;
  }
}
