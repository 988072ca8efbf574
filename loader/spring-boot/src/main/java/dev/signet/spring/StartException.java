package dev.signet.spring;

import java.util.Objects;

/** What keeps the plugins of an application from being set up, for {@link StartFailureAnalyzer}. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String action;

  /**
   * Creates the exception.
   *
   * @param message the cause, one sentence
   * @param action what to do about it
   */
  StartException(String message, String action) {
    super(message);
    this.action = action;
  }

  private StartException(String message, String action, Throwable cause) {
    super(message, cause);
    this.action = action;
  }

  /** Returns a failure of Signet's own, which says first what is wrong, then what to do. */
  static StartException of(IllegalStateException failure) {
    String text = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    int end = text.lastIndexOf(". ");
    return end < 0
        ? new StartException(text, "Put right what is said above, then start again.", failure)
        : new StartException(text.substring(0, end + 1), text.substring(end + 2), failure);
  }

  String action() {
    return action;
  }
}
