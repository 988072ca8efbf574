package dev.signet.trust;

/** How leaves under an anchor are judged. */
public enum AnchorProfile {
  /**
   * RFC 5280 path validation at the check's instant, strict leaf profile, RSA of at least 2048 bits
   * or P-384, version 2 algorithms.
   */
  STANDARD,
  /** What real version 1 files need; see {@code formats.md}. */
  NEXTCLOUD
}
