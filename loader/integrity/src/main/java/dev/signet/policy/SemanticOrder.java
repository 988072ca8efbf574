package dev.signet.policy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Semantic Versioning 2.0.0, section 11, of any number of numeric parts.
 *
 * @param numbers the numeric parts, as they are written
 * @param preRelease the pre-release identifiers; empty for a release
 */
record SemanticOrder(List<String> numbers, List<String> preRelease) {
  private static final int MAX_CHARS = 1_000;
  private static final Pattern FORM =
      Pattern.compile(
          "[vV]?(?<numbers>[0-9]+(?:\\.[0-9]+)*)"
              + "(?:-(?<pre>[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
              + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

  static OptionalInt compare(String version, String other) {
    if (version.equals(other)) {
      return OptionalInt.of(0);
    }
    Optional<SemanticOrder> a = parse(version);
    Optional<SemanticOrder> b = parse(other);
    return a.isPresent() && b.isPresent()
        ? OptionalInt.of(a.get().compareTo(b.get()))
        : OptionalInt.empty();
  }

  private static Optional<SemanticOrder> parse(String version) {
    if (version.length() > MAX_CHARS) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(version);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String preRelease = matcher.group("pre");
    return Optional.of(
        new SemanticOrder(
            split(matcher.group("numbers")), preRelease == null ? List.of() : split(preRelease)));
  }

  private static List<String> split(String dotted) {
    return List.of(dotted.split("\\.", -1));
  }

  private int compareTo(SemanticOrder other) {
    int byNumbers = compareNumbers(numbers, other.numbers);
    if (byNumbers != 0) {
      return byNumbers;
    }
    if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    return comparePreReleases(preRelease, other.preRelease);
  }

  private static int compareNumbers(List<String> a, List<String> b) {
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      int result = compareNumber(i < a.size() ? a.get(i) : "0", i < b.size() ? b.get(i) : "0");
      if (result != 0) {
        return result;
      }
    }
    return 0;
  }

  private static int comparePreReleases(List<String> a, List<String> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int result = compareIdentifier(a.get(i), b.get(i));
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int compareIdentifier(String a, String b) {
    boolean numberA = isNumber(a);
    boolean numberB = isNumber(b);
    if (numberA && numberB) {
      return compareNumber(a, b);
    }
    return numberA == numberB ? a.compareTo(b) : Boolean.compare(numberB, numberA);
  }

  /** By length first: numbers may have hundreds of digits. */
  private static int compareNumber(String a, String b) {
    String digitsA = stripLeadingZeros(a);
    String digitsB = stripLeadingZeros(b);
    return digitsA.length() == digitsB.length()
        ? digitsA.compareTo(digitsB)
        : Integer.compare(digitsA.length(), digitsB.length());
  }

  private static String stripLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  private static boolean isNumber(String identifier) {
    return identifier.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
