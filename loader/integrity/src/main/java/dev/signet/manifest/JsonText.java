package dev.signet.manifest;

import java.util.HexFormat;

/** Quotes JSON strings (RFC 8259 section 7) in one of two fixed ways. */
enum JsonText {
  /** Escapes only what must be: {@code "}, {@code \} and characters below U+0020. */
  VERBATIM,
  /** As PHP's {@code json_encode}: also {@code /}, and everything beyond ASCII. */
  PHP;

  private static final HexFormat HEX = HexFormat.of();

  void quote(String text, StringBuilder out) {
    out.append('"');
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isPlain(c)) {
        out.append(text, plain, i);
        append(c, out);
        plain = i + 1;
      }
    }
    out.append(text, plain, text.length()).append('"');
  }

  /** The characters that stand for themselves in either way, which nearly all do. */
  private static boolean isPlain(char c) {
    return c >= ' ' && c < '\u007f' && c != '"' && c != '\\' && c != '/';
  }

  private void append(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ' || (this == PHP && c > '\u007f')) {
          out.append("\\u").append(HEX.toHexDigits(c));
        } else if (this == PHP && c == '/') {
          out.append("\\/");
        } else {
          out.append(c);
        }
      }
    }
  }
}
