package dev.signet.trust;

/** The trust configuration cannot be read; the message names the file, the cause and the remedy. */
public final class TrustStoreException extends Exception {
  private static final long serialVersionUID = 1;

  /** An error with its message. */
  public TrustStoreException(String message) {
    super(message);
  }

  /** An error with its message and what led to it. */
  public TrustStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
