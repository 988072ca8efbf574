package dev.signet.postgres;

import dev.signet.policy.LedgerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the fleet's ledger answers. After a failure it is left alone for ten seconds. */
final class Availability {
  private static final Logger log = LoggerFactory.getLogger(FleetLedger.class);
  private static final long REST_NANOS = Duration.ofSeconds(10).toNanos();

  private final Clock clock;
  private final String meanwhile;
  private @Nullable Absence absence;

  /** Since when the ledger does not answer, when it was asked last, and why. */
  private record Absence(Instant since, long askedNanos, LedgerException why) {}

  /**
   * Creates it for a ledger that answers.
   *
   * @param meanwhile what follows from an absence, as a sentence
   */
  Availability(Clock clock, String meanwhile) {
    this.clock = clock;
    this.meanwhile = meanwhile;
  }

  synchronized Optional<Instant> awaySince() {
    return Optional.ofNullable(absence).map(Absence::since);
  }

  synchronized boolean isResting() {
    return absence != null && System.nanoTime() - absence.askedNanos() < REST_NANOS;
  }

  synchronized void isAway(LedgerException why) {
    Instant since =
        absence == null ? clock.instant().truncatedTo(ChronoUnit.SECONDS) : absence.since();
    if (absence == null) {
      log.warn("{} {}", why.getMessage(), meanwhile);
    }
    absence = new Absence(since, System.nanoTime(), why);
  }

  synchronized void isBack() {
    if (absence != null) {
      log.info("The fleet's ledger answers again; it had not since {}", absence.since());
      absence = null;
    }
  }

  /** Says why, since when, and what follows. */
  synchronized LedgerException unanswered() {
    if (absence == null) {
      return new LedgerException("The fleet's ledger has only just answered again. Try again.");
    }
    return new LedgerException(
        absence.why().getMessage()
            + " It has not answered since "
            + absence.since()
            + ". "
            + meanwhile,
        absence.why());
  }
}
