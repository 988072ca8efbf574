package dev.signet.sample.host;

/**
 * Text from bundles and plugins, made safe to print: what could move the cursor, turn the writing
 * direction or hide itself becomes a visible escape.
 */
final class Printable {
  private static final int LONGEST = 300;

  private Printable() {}

  /**
   * Returns the text on one line, at most 300 characters of it, with controls, format characters,
   * separators, lone surrogates and unassigned code points as <code>&#92;u{hex}</code>.
   */
  static String oneLine(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            point -> {
              if (isPlain(point)) {
                safe.appendCodePoint(point);
              } else {
                safe.append("\\u{").append(Integer.toHexString(point)).append('}');
              }
            });
    if (text.codePointCount(0, text.length()) > LONGEST) {
      safe.append("...");
    }
    return safe.toString();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
