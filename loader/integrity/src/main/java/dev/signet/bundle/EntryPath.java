package dev.signet.bundle;

import dev.signet.Internal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A normalised relative path with {@code /} inside a bundle, safe to create on every system.
 * Ordered by unsigned byte order of its UTF-8.
 *
 * <p>What its text may be is said in one place, {@link EntryPathRules}. The whole path's length and
 * depth are {@link Limits}' business.
 *
 * @param value the path's text: {@code plugin.properties}, {@code lib/a.jar}
 */
@Internal
public record EntryPath(String value) implements Comparable<EntryPath> {
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

  /** Returns why the text is no safe entry path, in one sentence; empty when it is one. */
  public static Optional<String> violation(String path) {
    return EntryPathRules.violation(path);
  }

  /**
   * Returns the text two paths share when some file system holds them for the same: without the
   * characters HFS+ ignores, fully case folded, in NFC. To be compared only with other keys.
   */
  public String collisionKey() {
    return CollisionKey.of(value);
  }

  /** Returns the last segment. */
  public String fileName() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  /** Returns the number of segments, at least 1. */
  public int depth() {
    int depth = 1;
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      depth++;
    }
    return depth;
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

  // Written out: each file is looked up by it, and what the compiler makes of a record is linked
  // then.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EntryPath that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
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
