package dev.signet.bundle.descriptor;

import dev.signet.Internal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which versions and ranges PF4J's own version rules can read, in words for whoever wrote one that
 * they cannot: <a href="https://semver.org">Semantic Versioning 2.0.0</a> for versions, and the
 * ranges of the jsemver library. Nothing here decides: a host may have other rules.
 */
@Internal
public final class VersionText {
  private static final int MOST_CHARS = 1_000;
  private static final String NUMBER = "(?:0|[1-9][0-9]*)";
  private static final String NUMBERS = NUMBER + "(?:\\." + NUMBER + "){0,2}";
  private static final Pattern VERSION =
      Pattern.compile(
          "(?<release>NUMBER\\.NUMBER\\.NUMBER)(?<pre>-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?"
              .replace("NUMBER", NUMBER));
  private static final Pattern SHORT_VERSION =
      Pattern.compile("[vV]?(?<numbers>NUMBER(?:\\.NUMBER)?)".replace("NUMBER", NUMBER));
  private static final Pattern RANGE =
      Pattern.compile(
          "(?:(?:[<>]=?|!?=|~>?|\\^)?NUMBERS|NUMBER(?:\\.NUMBER)?\\.[xX*]|[xX*]|NUMBERS-NUMBERS)"
              .replace("NUMBERS", NUMBERS)
              .replace("NUMBER", NUMBER));
  private static final Pattern MAVEN_RANGE =
      Pattern.compile(
          "(?<from>[\\[(])(?<low>NUMBERS)?,(?<high>NUMBERS)?(?<to>[\\])])"
              .replace("NUMBERS", NUMBERS));
  private static final Pattern REST_OF_RANGE = Pattern.compile("\\G,[^,@]{0,100}[\\])]");
  private static final Pattern EXACT = Pattern.compile("\\[(?<version>" + NUMBERS + ")]");

  private VersionText() {}

  /** Returns what is wrong with a version, and how it is written; empty when it can be read. */
  public static Optional<String> versionProblem(String version) {
    if (version.length() <= MOST_CHARS && VERSION.matcher(version).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "PF4J cannot read the version '%s'; it reads three numbers, such as %s",
            version,
            suggestedVersion(version)));
  }

  /** Returns what is wrong with a range, and how it is written; empty when it can be read. */
  public static Optional<String> rangeProblem(String range) {
    if (canReadRange(range)) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "PF4J cannot read the range '%s'; it reads ranges of plain numbers, such as %s",
            range,
            suggestedRange(range.replaceAll("\\s", ""))));
  }

  /**
   * Returns a range as its author wrote it: PF4J takes the comma in {@code a@[1.0,2.0)} for the
   * beginning of the next dependency.
   *
   * @param range as PF4J took it
   * @param dependencies the descriptor's whole line
   */
  public static String wholeRange(String range, String dependencies) {
    if (!range.startsWith("[") && !range.startsWith("(")) {
      return range;
    }
    int start = dependencies.indexOf("@" + range + ",");
    Matcher rest = REST_OF_RANGE.matcher(dependencies);
    return start >= 0 && rest.find(start + 1 + range.length()) ? range + rest.group() : range;
  }

  /**
   * Returns the release that a pre-release version leads to, such as {@code 1.0.0} for {@code
   * 1.0.0-SNAPSHOT}: a range that begins with it leaves the pre-release out. Empty for a release.
   */
  public static Optional<String> releaseOf(String version) {
    if (version.length() > MOST_CHARS) {
      return Optional.empty();
    }
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches() && matcher.group("pre") != null
        ? Optional.of(matcher.group("release"))
        : Optional.empty();
  }

  private static boolean canReadRange(String range) {
    if (range.length() > MOST_CHARS) {
      return false;
    }
    // Brackets and a negation may stand around any part; whether they pair is left to the parser.
    String parts = range.replaceAll("!?\\(|\\)|\\s", "");
    for (String part : parts.split("[&|]", -1)) {
      if (!RANGE.matcher(part).matches()) {
        return false;
      }
    }
    return range.indexOf(')') < 0 == range.indexOf('(') < 0;
  }

  private static String suggestedVersion(String version) {
    Matcher matcher = SHORT_VERSION.matcher(version);
    if (!matcher.matches()) {
      return "1.0.0 or 1.0.0-rc.1";
    }
    String numbers = matcher.group("numbers");
    return numbers + (numbers.contains(".") ? ".0" : ".0.0");
  }

  private static String suggestedRange(String range) {
    Matcher exact = EXACT.matcher(range);
    if (exact.matches()) {
      return exact.group("version");
    }
    Matcher matcher = MAVEN_RANGE.matcher(range);
    if (!matcher.matches() || (matcher.group("low") == null && matcher.group("high") == null)) {
      return ">=1.0.0 & <2.0.0, 1.x or ~1.2";
    }
    String low = matcher.group("low");
    String high = matcher.group("high");
    String from = low == null ? "" : (matcher.group("from").equals("[") ? ">=" : ">") + low;
    String to = high == null ? "" : (matcher.group("to").equals("]") ? "<=" : "<") + high;
    return from + (from.isEmpty() || to.isEmpty() ? "" : " & ") + to;
  }
}
