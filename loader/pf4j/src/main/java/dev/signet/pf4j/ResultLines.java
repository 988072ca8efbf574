package dev.signet.pf4j;

import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.Occasion;
import dev.signet.report.ScanTarget;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Changes as events for the log: one line each, with a field for all that a machine may want.
 * Nothing of a bundle gets there unescaped.
 */
final class ResultLines {
  private static final Logger LOG = LoggerFactory.getLogger(PluginAdmission.class);

  private ResultLines() {}

  /**
   * Logs a result that differs from the one before.
   *
   * @param before what was known before
   * @param now the latest result, and whether a plugin of it runs
   */
  static void changed(IntegrityState before, IntegrityState now) {
    now.result().ifPresent(result -> log(before, result, now.running()));
  }

  /** Logs a scan that came to no result. */
  static void failed(ScanTarget target, FailedScan failure, boolean running) {
    String place = Printable.of(target.source());
    LoggingEventBuilder event = LOG.atWarn().addKeyValue("source", place);
    event
        .addKeyValue("occasion", failure.occasion().name())
        .addKeyValue("running", running)
        .log("Cannot check {}: {}", place, Decisions.onOneLine(failure.cause()));
  }

  private static void log(IntegrityState before, IntegrityResult result, boolean running) {
    String place = Printable.of(result.target().source());
    switch (result.action()) {
      case REFUSE ->
          fields(LOG.atWarn(), result, running)
              .log(
                  "{} {} {}: {}",
                  result.occasion() == Occasion.LOAD ? "Refused" : "Would now refuse",
                  place,
                  result.reasons(),
                  Decisions.line(result.decision()));
      case WARN ->
          fields(LOG.atWarn(), result, running)
              .log(
                  "{} {} in spite of {}: {}",
                  result.occasion() == Occasion.LOAD ? "Admitted" : "Would admit",
                  place,
                  result.reasons(),
                  Decisions.line(result.decision()));
      case ADMIT -> {
        if (before.needsAttention()) {
          fields(LOG.atInfo(), result, running).log("{} is now in order", place);
        } else {
          fields(LOG.atDebug(), result, running).log("Admitted {}", place);
        }
      }
    }
  }

  private static LoggingEventBuilder fields(
      LoggingEventBuilder event, IntegrityResult result, boolean running) {
    return event
        .addKeyValue("plugin", Printable.of(result.id()))
        .addKeyValue("version", Printable.of(result.version()))
        .addKeyValue("source", Printable.of(result.target().source()))
        .addKeyValue("occasion", result.occasion().name())
        .addKeyValue("verdict", result.word())
        .addKeyValue("action", result.action().name())
        .addKeyValue(
            "reasons", result.reasons().stream().map(Reason::name).collect(Collectors.joining(",")))
        .addKeyValue(
            "signer", result.signer().map(Signer::commonName).map(Printable::of).orElse(""))
        .addKeyValue("channel", Printable.of(result.decision().channel().name()))
        .addKeyValue("running", running);
  }
}
