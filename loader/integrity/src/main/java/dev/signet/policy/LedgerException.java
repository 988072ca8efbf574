package dev.signet.policy;

/**
 * The ledger cannot be read or written. The message names what, the cause and the remedy, and is
 * shown to administrators as it is.
 */
public final class LedgerException extends Exception {
  private static final long serialVersionUID = 1;

  /** An error with its message. */
  public LedgerException(String message) {
    super(message);
  }

  /** An error with its message and what led to it. */
  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
