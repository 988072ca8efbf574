package dev.signet.pf4j;

/** Text from bundles, made safe for a log line or a console. */
final class Printable {
  private Printable() {}

  /**
   * Returns the text with everything escaped that could end a line, steer a terminal or change the
   * order in which it is read: control and format characters, line separators, lone surrogates.
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> {
              if (isPlain(codePoint)) {
                out.appendCodePoint(codePoint);
              } else {
                out.append(codePoint <= 0xffff ? "\\u" : "\\U")
                    .append(hex(codePoint, codePoint <= 0xffff ? 4 : 8));
              }
            });
    return out.toString();
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  private static String hex(int codePoint, int digits) {
    String hex = Integer.toHexString(codePoint);
    return "0".repeat(digits - hex.length()) + hex;
  }
}
