package dev.signet.bundle;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A normalised relative path with {@code /} inside a bundle, safe to create on every system.
 * Ordered by unsigned byte order of its UTF-8.
 *
 * <p>All rules on the text of a path are in this one place; they hold on every system, so that a
 * bundle is judged alike wherever it is checked. Lengths and depth are {@link Limits}' business.
 *
 * @param value the path's text: {@code plugin.properties}, {@code lib/a.jar}
 */
public record EntryPath(String value) implements Comparable<EntryPath> {
  /**
   * The device names of Windows, which stay devices with any extension and with blanks before it;
   * after Microsoft's "Naming Files, Paths, and Namespaces".
   */
  private static final Pattern WINDOWS_DEVICE =
      Pattern.compile(
          "(?:con|prn|aux|nul|conin\\$|conout\\$|(?:com|lpt)[1-9¹²³]) *(?:\\..*)?",
          Pattern.CASE_INSENSITIVE);

  private static final String WINDOWS_FORBIDDEN = "<>:\"|?*";

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when {@link #violation} finds something
   */
  public EntryPath {
    Optional<String> violation = violation(value);
    if (violation.isPresent()) {
      throw new IllegalArgumentException("value: " + violation.get());
    }
  }

  /**
   * Returns the one sentence that says why the text is no safe entry path, or empty when it is one.
   *
   * <p>Refused are: an empty text; absolute, drive ({@code c:}) and UNC paths; a backslash; empty,
   * {@code .} and {@code ..} segments; control characters (C0, DEL, C1), so also NUL and line
   * breaks; unpaired surrogates; {@code < > : " | ? *}; a segment that ends in a dot or a space;
   * Windows device names. Everything else is a name like any other, also {@code 0}, {@code
   * __proto__}, marks of writing direction, and characters beyond the BMP: who prints a path
   * escapes it.
   */
  public static Optional<String> violation(String path) {
    if (path.isEmpty()) {
      return Optional.of("The path is empty.");
    }
    if (path.indexOf('\\') >= 0) {
      return Optional.of("The path has a backslash, which some systems take for a separator.");
    }
    if (path.charAt(0) == '/') {
      return Optional.of("The path is absolute; it would lead out of the bundle.");
    }
    Optional<String> character = characterViolation(path);
    return character.isPresent() ? character : segmentViolation(path);
  }

  private static Optional<String> characterViolation(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of(
            String.format(Locale.ROOT, "The path has the control character U+%04X.", (int) c));
      }
      if (WINDOWS_FORBIDDEN.indexOf(c) >= 0) {
        return Optional.of("The path has the character " + c + " that Windows does not allow.");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            i + 1 < path.length() && Character.isSurrogatePair(path.charAt(i), path.charAt(i + 1));
        if (!pair) {
          return Optional.of("The path has half a character (an unpaired surrogate).");
        }
        i++;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> segmentViolation(String path) {
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      String segment = path.substring(start, end);
      if (segment.isEmpty()) {
        return Optional.of("The path has an empty segment.");
      }
      if (segment.equals(".") || segment.equals("..")) {
        return Optional.of("The path has a segment '" + segment + "', which is no name.");
      }
      char last = segment.charAt(segment.length() - 1);
      if (last == '.' || last == ' ') {
        return Optional.of("A name in the path ends in a dot or a space, which Windows drops.");
      }
      if (WINDOWS_DEVICE.matcher(segment).matches()) {
        return Optional.of("A name in the path is a device on Windows.");
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  /**
   * Returns the text two paths share when some file system holds them for the same: without the
   * characters HFS+ ignores, fully case folded, in NFC. To be compared only with other keys.
   */
  public String collisionKey() {
    return collisionKey(value);
  }

  static String collisionKey(String path) {
    if (path.chars().allMatch(c -> c < 0x80)) {
      return path.toUpperCase(Locale.ROOT);
    }
    StringBuilder seen = new StringBuilder(path.length());
    path.codePoints().filter(c -> !isIgnorable(c)).forEach(seen::appendCodePoint);
    String decomposed = Normalizer.normalize(seen, Normalizer.Form.NFD);
    // Up, down and up again reaches one form for all variants, such as capital sharp s.
    String upper = decomposed.toUpperCase(Locale.ROOT);
    String folded = upper.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /** The characters HFS+ leaves out when it compares names (Apple's Technical Note 1150). */
  private static boolean isIgnorable(int codePoint) {
    return (codePoint >= 0x200c && codePoint <= 0x200f)
        || (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x206a && codePoint <= 0x206f)
        || codePoint == 0xfeff;
  }

  /** Returns the last segment. */
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** Returns the number of segments, at least 1. */
  public int depth() {
    return 1 + (int) value.chars().filter(c -> c == '/').count();
  }

  /** Compares by unsigned byte order of the UTF-8, which is the order of the code points. */
  @Override
  public int compareTo(EntryPath other) {
    int length = Math.min(value.length(), other.value.length());
    for (int i = 0; i < length; i++) {
      char a = value.charAt(i);
      char b = other.value.charAt(i);
      if (a != b) {
        return codePointRank(a) - codePointRank(b);
      }
    }
    return value.length() - other.value.length();
  }

  /** Moves surrogates, which stand for code points above the BMP, behind the rest of the BMP. */
  private static int codePointRank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }

  /** Returns the path's text. */
  @Override
  public String toString() {
    return value;
  }
}
