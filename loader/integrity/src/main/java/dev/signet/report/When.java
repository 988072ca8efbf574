package dev.signet.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes instants for people and machines, always in UTC and English. */
final class When {
  private static final DateTimeFormatter WORDS =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private When() {}

  /** Returns the instant to the second (ISO 8601). */
  static String exact(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Returns the instant to the minute, in words. */
  static String words(Instant at) {
    return WORDS.format(at);
  }
}
