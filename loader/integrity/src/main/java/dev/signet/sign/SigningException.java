package dev.signet.sign;

/**
 * A bundle is not signed; nothing was written. The message names the file, the cause and the remedy
 * in a sentence or two.
 */
public final class SigningException extends Exception {
  private static final long serialVersionUID = 1;

  /** Creates an exception with its message. */
  public SigningException(String message) {
    super(message);
  }

  /** Creates an exception with its message and what caused it. */
  public SigningException(String message, Throwable cause) {
    super(message, cause);
  }
}
