package dev.signet.bundle;

import dev.signet.verdict.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds jars that would put code from outside the bundle on the class path: {@code Class-Path} in a
 * manifest, {@code META-INF/INDEX.LIST}.
 */
public final class ClassPathRule {
  private ClassPathRule() {}

  /**
   * @param jar the bytes to look into: a private copy that no longer changes
   * @param jarPath its path in the bundle; for a single-jar bundle just its file name
   * @return findings {@code CLASS_PATH_ESCAPE}, or {@code MALFORMED_ARCHIVE} when the jar cannot be
   *     read; at the jar's path
   */
  public static List<Finding> check(Path jar, EntryPath jarPath) {
    throw new UnsupportedOperationException();
  }
}
