package dev.signet.bundle;

import java.util.Optional;

/**
 * A normalised relative path with {@code /} inside a bundle, safe to create on every system.
 * Ordered by unsigned byte order of its UTF-8.
 */
public record EntryPath(String value) implements Comparable<EntryPath> {

  /**
   * @throws IllegalArgumentException when {@link #violation} finds something
   */
  public EntryPath {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the one sentence that says why the text is no safe entry path, or empty when it is one.
   * Pure text rules: empty, absolute, drive, UNC, backslash, {@code .}/{@code ..}/empty segments,
   * NUL and control characters, lone surrogates, trailing dot or space, Windows device names and
   * characters. Lengths and depth are {@link Limits}' business.
   */
  public static Optional<String> violation(String path) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the text two paths share when some file system holds them for the same: NFC, then case
   * folded.
   */
  public String collisionKey() {
    throw new UnsupportedOperationException();
  }

  /** Last segment. */
  public String fileName() {
    throw new UnsupportedOperationException();
  }

  /** Number of segments, at least 1. */
  public int depth() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(EntryPath other) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return value;
  }
}
