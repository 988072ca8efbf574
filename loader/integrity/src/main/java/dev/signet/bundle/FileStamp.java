package dev.signet.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Identity and state of a file as its metadata tell: unchanged stamp, unchanged content, unless
 * {@link #isRacy}. Times in nanoseconds since the epoch.
 */
public record FileStamp(
    long device, long inode, long changeTimeNanos, long modifiedTimeNanos, long size, int mode) {

  /**
   * Returns the stamp of a file, its last link not followed; empty where the file system has no
   * change time.
   */
  public static Optional<FileStamp> of(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns whether the file was changed so shortly before the instant that a further change could
   * bear the same times (git's "racy" rule).
   */
  public boolean isRacy(Instant readAt) {
    throw new UnsupportedOperationException();
  }
}
