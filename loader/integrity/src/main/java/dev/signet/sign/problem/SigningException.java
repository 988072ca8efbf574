package dev.signet.sign.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle is not signed, or a certificate not issued or revoked; nothing was written. The message
 * names the file, the cause and the remedy in a sentence or two, unescaped. As {@link
 * SigningRefusedException} it says that signing would be wrong; otherwise that a file or a service
 * could not be used.
 */
public sealed class SigningException extends Exception permits SigningRefusedException {
  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param problem file and cause: a clause without a full stop
   * @param remedy what to do: a clause that goes on after a semicolon, without a full stop
   */
  public SigningException(String problem, String remedy) {
    super(message(problem, remedy));
  }

  /** Creates an exception with what caused it, likewise. */
  public SigningException(String problem, String remedy, Throwable cause) {
    super(message(problem, remedy), cause);
  }

  SigningException(List<String> lines, @Nullable Throwable cause) {
    super(String.join("\n", lines), cause);
  }

  /**
   * Returns an exception with the words of another message, which says what to do.
   *
   * @param message whole sentences
   */
  public static SigningException saying(String message, @Nullable Throwable cause) {
    return new SigningException(List.of(message), cause);
  }

  private static String message(String problem, String remedy) {
    return problem + "; " + remedy + ".";
  }

  /** Returns the message, which is always there. */
  public final String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
