package dev.signet.config;

import dev.signet.file.NameEncoding;
import dev.signet.verdict.Durations;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What the text of a setting stands for. Each throws an {@link IllegalArgumentException} that says
 * what the text should be.
 */
final class SettingForms {
  private static final String TOO_LONG =
      "should be at most " + Durations.LONGEST.toDays() + " days";
  private static final int MOST_DIGITS = 40;

  private SettingForms() {}

  /** Returns what one of a few words stands for. */
  static <T> T word(String text, Map<String, T> words) {
    T meaning = words.get(text);
    if (meaning == null) {
      throw new IllegalArgumentException(
          "should be one of " + String.join(", ", words.keySet().stream().sorted().toList()));
    }
    return meaning;
  }

  /** Returns a path; a relative one starts at this folder. */
  static Path path(String text, Path folder) {
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(NameEncoding.problem(e), e);
    }
  }

  /** Returns a span of time: {@code P14D}, {@code PT6H}, or plainly {@code 14 days}. */
  static Duration duration(String text) {
    try {
      String[] words = text.split(" ", -1);
      return bounded(
          words.length == 2
              ? unit(words[1].toLowerCase(Locale.ROOT)).apply(Long.parseLong(words[0]))
              : Duration.parse(text));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(TOO_LONG, e);
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException("should be a span of time like '14 days' or PT6H", e);
    }
  }

  /** Returns a span of time that is not zero. */
  static Duration interval(String text) {
    Duration duration = duration(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException("should be longer than nothing");
    }
    return duration;
  }

  /** Returns an instant, or the beginning of a day in UTC. */
  static Instant instant(String text) {
    try {
      return Instant.parse(text.contains("T") ? text : text + "T00:00:00Z");
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "should be a date or an instant like 2027-01-31T12:00:00Z", e);
    }
  }

  /** Returns a whole number from 1 to a maximum. */
  static long count(String text, long maximum) {
    BigInteger number = number(text);
    if (number.signum() <= 0 || number.compareTo(BigInteger.valueOf(maximum)) > 0) {
      throw new IllegalArgumentException("should be from 1 to " + maximum);
    }
    return number.longValue();
  }

  private static BigInteger number(String text) {
    try {
      if (text.length() <= MOST_DIGITS) {
        return new BigInteger(text.replace("_", ""));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("should be a whole number", e);
    }
    throw new IllegalArgumentException("should be a whole number of a few digits");
  }

  private static Function<Long, Duration> unit(String word) {
    return switch (word) {
      case "second", "seconds" -> Duration::ofSeconds;
      case "minute", "minutes" -> Duration::ofMinutes;
      case "hour", "hours" -> Duration::ofHours;
      case "day", "days" -> Duration::ofDays;
      default -> throw new NumberFormatException(word);
    };
  }

  private static Duration bounded(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("should not be negative");
    }
    if (duration.compareTo(Durations.LONGEST) > 0) {
      throw new IllegalArgumentException(TOO_LONG);
    }
    return duration;
  }
}
