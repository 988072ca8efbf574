package dev.signet.admit.read;

import java.io.IOException;

/** A file is not, or no longer, what was verified. */
final class ChangedException extends IOException {
  private static final long serialVersionUID = 1;

  private final String current;

  ChangedException(String current) {
    super("not the bytes that were verified");
    this.current = current;
  }

  /** Returns the digest of what is there; empty when it was not hashed as a whole. */
  String current() {
    return current;
  }
}
