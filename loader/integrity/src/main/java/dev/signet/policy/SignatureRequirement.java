package dev.signet.policy;

/** Which plugins must be signed on a channel that enforces. */
public enum SignatureRequirement {
  /** Every plugin, except ids the host allows unsigned. */
  ALL,
  /** Those the host names as featured; others are admitted unsigned and reported. */
  FEATURED
}
