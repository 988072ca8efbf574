package dev.signet.lock;

/** A list of wanted plugins cannot be used; the message says why, and what to do. */
public final class LockException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public LockException(String message) {
    super(message);
  }

  /** Creates the exception. */
  public LockException(String message, Throwable cause) {
    super(message, cause);
  }
}
