package dev.signet.verdict;

import java.util.Locale;

/**
 * Makes text that comes from bundles, certificates and lists safe to print: on a terminal, in a log
 * line, in a table. What could move the cursor, start a new line, reorder the text or not be seen
 * is shown as an escape instead.
 */
public final class Printable {
  private static final int MAX_CHARS = 4_000;

  private Printable() {}

  /**
   * Returns the text with control, format, private-use and unassigned characters, those that leave
   * no ink, lone surrogates and line and paragraph separators as <code>&#92;uXXXX</code> (two of
   * them above the BMP) and backslashes doubled; cut after 4,000 characters of output with an
   * ellipsis.
   */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAX_CHARS) + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (out.length() >= MAX_CHARS) {
        return out.append('\u2026').toString();
      }
      if (c == '\\') {
        out.append("\\\\");
      } else if (isVisible(c)) {
        out.appendCodePoint(c);
      } else {
        for (char unit : Character.toChars(c)) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      }
    }
    return out.toString();
  }

  /**
   * Returns whether people can see the character and tell it from nothing: letters, marks, digits,
   * symbols and the usual blank. One rule for what is printed as it is, and for what a name that is
   * given out may contain.
   */
  public static boolean isVisible(int codePoint) {
    return !isInvisible(codePoint) && hasHarmlessType(codePoint);
  }

  /**
   * Letters, marks and symbols without ink: what of Default_Ignorable_Code_Point (Unicode 16, UAX
   * 44) has no harmful type, and the blank braille pattern. All spaces but the usual one, too: at
   * an end they mean nothing.
   */
  private static boolean isInvisible(int c) {
    return c == 0x034f
        || (c >= 0x115f && c <= 0x1160)
        || (c >= 0x17b4 && c <= 0x17b5)
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xe0100 && c <= 0xe01ef)
        || (c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR);
  }

  private static boolean hasHarmlessType(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
