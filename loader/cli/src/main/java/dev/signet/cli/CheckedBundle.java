package dev.signet.cli;

import dev.signet.verdict.Verdict;
import java.nio.file.Path;

/**
 * One bundle that was checked.
 *
 * @param source where it lies
 * @param verdict what it is
 */
record CheckedBundle(Path source, Verdict verdict) {

  /** Returns the name of its file or folder. */
  String fileName() {
    Path name = source.toAbsolutePath().normalize().getFileName();
    return name == null ? source.toString() : name.toString();
  }
}
