package dev.signet.policy;

/**
 * What is done with a release that does not fit what was admitted of its plugin before: of a lower
 * version, by a new key, or changed under a version it had already.
 */
public enum HistoryRule {
  /** Refused on a channel that enforces; reported on others. */
  REFUSE,
  /** Admitted and reported. */
  WARN,
  /** Admitted without a word. */
  ALLOW
}
