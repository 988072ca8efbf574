package dev.signet.report;

import java.time.Instant;
import java.util.Objects;

/**
 * A scan that came to no result about the bytes: the disk failed, or the program did.
 *
 * @param at when
 * @param occasion why it was scanned
 * @param cause plain sentences for an admin, unescaped: what failed, and what to do
 */
public record FailedScan(Instant at, Occasion occasion, String cause) {

  /** Checks that nothing is null. */
  public FailedScan {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(occasion, "occasion");
    Objects.requireNonNull(cause, "cause");
  }
}
