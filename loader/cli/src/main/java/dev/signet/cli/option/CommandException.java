package dev.signet.cli.option;

import java.util.List;

/** A command ends here, and says why. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1;
  private final int exitCode;
  private final transient List<String> lines;

  private CommandException(int exitCode, List<String> lines) {
    super(String.join(" ", lines));
    this.exitCode = exitCode;
    this.lines = List.copyOf(lines);
  }

  /**
   * An option, or a file it names, cannot be used.
   *
   * @param message cause and remedy, unescaped
   */
  public static CommandException input(String message) {
    return input(List.of(message));
  }

  /**
   * Several things in what an option names cannot be used.
   *
   * @param messages each with cause and remedy, unescaped
   */
  public static CommandException input(List<String> messages) {
    return new CommandException(ExitCode.USAGE, messages);
  }

  /**
   * What was asked for would be wrong.
   *
   * @param reasons each with cause and remedy, unescaped
   */
  public static CommandException refused(List<String> reasons) {
    return new CommandException(ExitCode.REFUSED, reasons);
  }

  public int exitCode() {
    return exitCode;
  }

  /** Returns what to tell, a line each, unescaped. */
  public List<String> lines() {
    return lines;
  }
}
