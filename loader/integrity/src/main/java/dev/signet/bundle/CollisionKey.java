package dev.signet.bundle;

import java.text.Normalizer;
import java.util.Locale;

/** What two paths have in common that some file system holds for the same. */
final class CollisionKey {
  private CollisionKey() {}

  /** Returns the key of a path; see {@link EntryPath#collisionKey}. */
  static String of(String path) {
    if (isAscii(path)) {
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

  private static boolean isAscii(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The characters HFS+ leaves out when it compares names (Apple's Technical Note 1150). */
  private static boolean isIgnorable(int codePoint) {
    return (codePoint >= 0x200c && codePoint <= 0x200f)
        || (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x206a && codePoint <= 0x206f)
        || codePoint == 0xfeff;
  }
}
