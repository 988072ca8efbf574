package dev.signet.report.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the times of loading lag behind in the file, as in the ledger: that plugins were loaded
 * with the same results as ever is worth a write once an hour. Not thread-safe.
 */
final class LoadTimes {
  private static final Duration STEP = Duration.ofHours(1);

  private @Nullable Instant unwrittenSince;
  private Instant latest = Instant.MIN;

  /**
   * Records a load with the same result.
   *
   * @param written when the one was that the file tells
   */
  void later(Instant written, Instant now) {
    if (unwrittenSince == null || written.isBefore(unwrittenSince)) {
      unwrittenSince = written;
    }
    if (now.isAfter(latest)) {
      latest = now;
    }
  }

  boolean isWorthWriting() {
    return unwrittenSince != null && !latest.isBefore(unwrittenSince.plus(STEP));
  }

  void written() {
    unwrittenSince = null;
  }
}
