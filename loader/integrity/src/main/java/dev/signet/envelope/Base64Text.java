package dev.signet.envelope;

import java.util.Base64;
import java.util.Optional;

/** Base64 (RFC 4648 section 4) as the two versions read it. */
final class Base64Text {
  private Base64Text() {}

  /** Returns the bytes, or empty when the text is not the one padded encoding of some bytes. */
  static Optional<byte[]> strict(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the bytes as PHP's {@code base64_decode} reads them: foreign characters and padding are
   * dropped, a last character that makes no byte too.
   */
  static byte[] lenient(String text) {
    StringBuilder digits = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        digits.append(c);
      }
    }
    if (digits.length() % 4 == 1) {
      digits.setLength(digits.length() - 1);
    }
    return Base64.getDecoder().decode(digits.toString());
  }

  private static boolean isDigit(char c) {
    boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return letter || (c >= '0' && c <= '9') || c == '+' || c == '/';
  }
}
