package dev.signet.manifest;

import java.util.Comparator;

/** Orders texts by code point, which is the unsigned byte order of their UTF-8. */
final class CodePoints {
  static final Comparator<String> ORDER = CodePoints::compare;

  private static final int SURROGATES = 0xD800;
  private static final int ABOVE_SURROGATES = 0xE000;

  private CodePoints() {}

  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Integer.compare(rank(x), rank(y));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all others of their plane. */
  private static int rank(char c) {
    if (c < SURROGATES) {
      return c;
    }
    return c >= ABOVE_SURROGATES ? c - 0x800 : c + 0x2000;
  }
}
