package dev.signet.manifest;

import dev.signet.verdict.Finding;
import java.util.List;

/** Compares what was signed with what is there, by path and digest. */
public final class ManifestDiff {
  private ManifestDiff() {}

  /**
   * Returns {@code INVALID_HASH} (also for a value that is no digest), {@code FILE_MISSING}, {@code
   * EXTRA_FILE}, and {@code UNSAFE_PATH} for signed names that are no safe entry paths; sorted by
   * path. Empty when equal.
   *
   * @param ignored signed names to leave out of the comparison (of the layout)
   */
  public static List<Finding> compare(
      SignedHashes signed, Manifest actual, java.util.function.Predicate<String> ignored) {
    throw new UnsupportedOperationException();
  }
}
