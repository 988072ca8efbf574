package dev.signet.policy;

/** What is done with a plugin of a lower version than the highest one admitted before. */
public enum DowngradeRule {
  /** Refused on a channel that enforces; reported on others. */
  REFUSE,
  /** Admitted and reported. */
  WARN,
  /** Admitted without a word. */
  ALLOW
}
