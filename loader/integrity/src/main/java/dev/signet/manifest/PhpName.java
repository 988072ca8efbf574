package dev.signet.manifest;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name as an array key of PHP 8.2 and later: the text, and the number it counts for when compared
 * with another number. A decimal integer of 64 bits becomes an integer key; it compares and prints
 * like its text, so it needs no case of its own.
 *
 * @param text the name
 * @param kind what it counts for
 * @param integer the value when {@link Kind#INTEGER}
 * @param real the value otherwise, when it is a number; for an integer its nearest double
 */
record PhpName(String text, Kind kind, long integer, double real) {

  /** What a name counts for. */
  enum Kind {
    TEXT,
    /** An integer of 64 bits. */
    INTEGER,
    /** An integer of more than 64 bits. */
    LARGE_INTEGER,
    /** A number with a point or an exponent. */
    REAL
  }

  private static final Pattern NUMBER =
      Pattern.compile(
          "[ \\t\\n\\r\\x0B\\f]*+([+-]?+(?:(\\d++)(\\.\\d*+)?+|\\.\\d++)([eE][+-]?+\\d++)?+)"
              + "[ \\t\\n\\r\\x0B\\f]*+");
  private static final int MOST_DIGITS_OF_LONG = 19;
  private static final long EXACT_INTEGERS = 1L << 53;
  private static final Pattern LEADING_ZEROS = Pattern.compile("^([+-]?)0+(?=\\d)");

  static PhpName of(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return new PhpName(text, Kind.TEXT, 0, 0);
    }
    String digits = number.group(1);
    if (number.group(2) == null || number.group(3) != null || number.group(4) != null) {
      return new PhpName(text, Kind.REAL, 0, Double.parseDouble(digits));
    }
    String shortest = LEADING_ZEROS.matcher(digits).replaceFirst("$1");
    if (shortest.length() <= MOST_DIGITS_OF_LONG + 1) {
      try {
        long value = Long.parseLong(shortest);
        return new PhpName(text, Kind.INTEGER, value, value);
      } catch (NumberFormatException e) {
        // More than 64 bits: falls through to the nearest double, as in PHP.
      }
    }
    return new PhpName(text, Kind.LARGE_INTEGER, 0, Double.parseDouble(shortest));
  }

  boolean isNumber() {
    return kind != Kind.TEXT;
  }

  /** Returns whether it is an integer of 64 bits that no double need be equal to. */
  boolean isIntegerWithoutExactDouble() {
    return kind == Kind.INTEGER && (integer > EXACT_INTEGERS || integer < -EXACT_INTEGERS);
  }

  /**
   * Compares as PHP does: two numbers by value, anything else by bytes. Not transitive over mixed
   * names.
   */
  int compareTo(PhpName other) {
    if (!isNumber() || !other.isNumber()) {
      return CodePoints.compare(text, other.text);
    }
    if (kind == Kind.INTEGER && other.kind == Kind.INTEGER) {
      return Long.compare(integer, other.integer);
    }
    boolean sameInfinity = real == other.real && Double.isInfinite(real);
    boolean sameLarge =
        real == other.real && kind == Kind.LARGE_INTEGER && other.kind == Kind.LARGE_INTEGER;
    if (sameInfinity || sameLarge) {
      return CodePoints.compare(text, other.text);
    }
    return real < other.real ? -1 : real > other.real ? 1 : 0;
  }
}
