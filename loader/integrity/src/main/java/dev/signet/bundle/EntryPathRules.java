package dev.signet.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * All rules on the text of a path within a bundle. They hold on every system, so that a bundle is
 * judged alike wherever it is checked.
 */
final class EntryPathRules {
  private static final Set<String> WINDOWS_DEVICES = windowsDevices();
  private static final String WINDOWS_DEVICE_INITIALS = "cpanlCPANL";
  private static final int LONGEST_WINDOWS_DEVICE = "conout$".length();

  /** The longest name that usual disks hold. */
  private static final int MOST_NAME_BYTES = 255;

  private static final int MOST_BYTES_OF_A_CHAR = 3;

  private static final String WINDOWS_FORBIDDEN = "<>:\"|?*";

  private static Set<String> windowsDevices() {
    Set<String> devices = new HashSet<>(Set.of("con", "prn", "aux", "nul", "conin$", "conout$"));
    for (char digit : "123456789\u00b9\u00b2\u00b3".toCharArray()) {
      devices.add("com" + digit);
      devices.add("lpt" + digit);
    }
    return Set.copyOf(devices);
  }

  private EntryPathRules() {}

  /**
   * Returns the one sentence that says why the text is no safe entry path, or empty when it is one.
   *
   * <p>Refused are: an empty text; absolute, drive ({@code c:}) and UNC paths; a backslash; empty,
   * {@code .} and {@code ..} segments; control characters (C0, DEL, C1), so also NUL and line
   * breaks; unpaired surrogates; {@code < > : " | ? *}; a segment that ends in a dot or a space;
   * Windows device names; a segment of more than 255 bytes of UTF-8. Everything else is a name like
   * any other, also {@code 0}, {@code __proto__}, marks of writing direction, and characters beyond
   * the BMP: who prints a path escapes it.
   */
  static Optional<String> violation(String path) {
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
      if (isPlain(c)) {
        continue;
      }
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

  /** The characters that nearly all paths consist of; of no concern to any system. */
  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '-' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static Optional<String> segmentViolation(String path) {
    for (int start = 0; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (start == end) {
        return Optional.of("The path has an empty segment.");
      }
      char last = path.charAt(end - 1);
      if (last == '.' || last == ' ') {
        String segment = path.substring(start, end);
        return segment.equals(".") || segment.equals("..")
            ? Optional.of("The path has a segment '" + segment + "', which is no name.")
            : Optional.of("A name in the path ends in a dot or a space, which Windows drops.");
      }
      if (isWindowsDevice(path, start, end)) {
        return Optional.of("A name in the path is a device on Windows.");
      }
      if ((end - start) * MOST_BYTES_OF_A_CHAR > MOST_NAME_BYTES
          && path.substring(start, end).getBytes(UTF_8).length > MOST_NAME_BYTES) {
        return Optional.of(
            "A name in the path has more than "
                + MOST_NAME_BYTES
                + " bytes, which is too long for most disks.");
      }
      start = end + 1;
    }
    return Optional.empty();
  }

  /**
   * Whether a segment is a device name of Windows: those stay devices with any extension and with
   * blanks before it; after Microsoft's "Naming Files, Paths, and Namespaces".
   */
  private static boolean isWindowsDevice(String path, int start, int end) {
    if (WINDOWS_DEVICE_INITIALS.indexOf(path.charAt(start)) < 0) {
      return false;
    }
    int dot = path.indexOf('.', start);
    int stop = dot < 0 || dot > end ? end : dot;
    while (stop > start && path.charAt(stop - 1) == ' ') {
      stop--;
    }
    int length = stop - start;
    return length >= 3
        && length <= LONGEST_WINDOWS_DEVICE
        && WINDOWS_DEVICES.contains(path.substring(start, stop).toLowerCase(Locale.ROOT));
  }
}
