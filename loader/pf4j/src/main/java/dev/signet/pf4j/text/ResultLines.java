package dev.signet.pf4j.text;

import dev.signet.Internal;
import dev.signet.library.LogEvent;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Changes as events for the log: one line each, with a field for all that a machine may want.
 * Nothing of a bundle gets there unescaped.
 */
@Internal
public final class ResultLines {
  private static final Logger LOG = AdmissionLog.LOGGER;

  private ResultLines() {}

  /**
   * Logs a result that differs from the one before.
   *
   * @param before what was known before
   * @param now the latest result, and whether a plugin of it runs
   */
  public static void changed(IntegrityState before, IntegrityState now) {
    now.result().ifPresent(result -> log(before, result, now.running()));
  }

  /** Logs a scan that came to no result. */
  public static void failed(ScanTarget target, FailedScan failure, boolean running) {
    String place = Printable.of(target.source());
    LogEvent.of(LOG, Level.WARN)
        .field("source", place)
        .field("occasion", failure.occasion().name())
        .field("running", running)
        .log("Cannot check {}: {}", place, Decisions.onOneLine(failure.cause()));
  }

  private static void log(IntegrityState before, IntegrityResult result, boolean running) {
    String place = Printable.of(result.target().source());
    switch (result.action()) {
      case REFUSE ->
          fields(Level.WARN, result, running)
              .log(
                  "{} {} {}: {}",
                  result.occasion() == ScanTrigger.LOAD ? "Refused" : "Would now refuse",
                  place,
                  result.reasons(),
                  Decisions.line(result.decision()));
      case WARN ->
          fields(Level.WARN, result, running)
              .log(
                  "{} {} in spite of {}: {}",
                  result.occasion() == ScanTrigger.LOAD ? "Admitted" : "Would admit",
                  place,
                  result.reasons(),
                  Decisions.line(result.decision()));
      case ADMIT -> {
        if (before.needsAttention()) {
          fields(Level.INFO, result, running).log("{} is now in order", place);
        } else {
          fields(Level.DEBUG, result, running).log("Admitted {}", place);
        }
      }
    }
  }

  private static LogEvent fields(Level level, IntegrityResult result, boolean running) {
    return LogEvent.of(LOG, level)
        .field("plugin", Printable.of(result.id()))
        .field("version", Printable.of(result.version()))
        .field("source", Printable.of(result.target().source()))
        .field("occasion", result.occasion().name())
        .field("verdict", result.word())
        .field("action", result.action().name())
        .field(
            "reasons", result.reasons().stream().map(Reason::name).collect(Collectors.joining(",")))
        .field("signer", result.signer().map(Signer::commonName).map(Printable::of).orElse(""))
        .field("channel", Printable.of(result.decision().channel().name()))
        .field("running", running);
  }
}
