package dev.signet.cli;

/** A command ends here; its message says the cause and the remedy, unescaped. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1;
  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** An option, or a file it names, cannot be used. */
  static CommandException input(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  /** What was asked for would be wrong. */
  static CommandException refused(String message) {
    return new CommandException(ExitCode.REFUSED, message);
  }

  int exitCode() {
    return exitCode;
  }

  /** Returns the message, which is always there. */
  String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
