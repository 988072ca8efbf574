package dev.signet.sign.problem;

/**
 * A bundle is not signed, or a certificate not issued or revoked; nothing was written. The message
 * names the file, the cause and the remedy in a sentence or two, unescaped. As {@link
 * SigningRefusedException} it says that signing would be wrong; otherwise that a file or a service
 * could not be used.
 */
public sealed class SigningException extends Exception permits SigningRefusedException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with its message. */
  public SigningException(String message) {
    super(message);
  }

  /** Creates an exception with its message and what caused it. */
  public SigningException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns the message, which is always there. */
  public final String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
