package dev.signet.postgres;

/**
 * Texts as they are stored: PostgreSQL holds no NUL, and UTF-8 no half of a surrogate pair. Such a
 * character becomes a backslash, {@code u} and four hex digits; a backslash is doubled.
 */
final class StoredText {
  private static final int HEX = 16;
  private static final int DIGITS = 4;

  private StoredText() {}

  /** Returns what is stored for a text. */
  static String of(String text) {
    StringBuilder stored = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        stored.append("\\\\");
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        stored.append(c).append(text.charAt(++i));
      } else if (c == 0 || Character.isSurrogate(c)) {
        String hex = Integer.toString(c, HEX);
        stored.append("\\u").append("0".repeat(DIGITS - hex.length())).append(hex);
      } else {
        stored.append(c);
      }
    }
    return stored.toString();
  }

  /**
   * Returns the text for which this is stored.
   *
   * @throws IllegalArgumentException when it is stored for none
   */
  static String read(String stored) {
    StringBuilder text = new StringBuilder(stored.length());
    for (int i = 0; i < stored.length(); i++) {
      char c = stored.charAt(i);
      if (c != '\\') {
        text.append(c);
      } else if (stored.startsWith("\\", i + 1)) {
        text.append(c);
        i++;
      } else if (stored.startsWith("u", i + 1) && i + 1 + DIGITS < stored.length()) {
        text.append((char) Integer.parseInt(stored, i + 2, i + 2 + DIGITS, HEX));
        i += 1 + DIGITS;
      } else {
        throw new IllegalArgumentException("a backslash that begins nothing");
      }
    }
    return text.toString();
  }
}
