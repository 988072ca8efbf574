package dev.signet.sample.host.command;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the host, or one of its commands, as a program. */
public final class Main {
  private static final int NARROWEST = 120;
  private static final int WIDEST = 200;

  private Main() {}

  /**
   * Runs {@link HostCommands}, and ends with its exit code. Run as a host, that is 0 also when
   * plugins were refused: that is the host at work. 1 means that it could not run, or that
   * something which was admitted does not, or could not be read; 2 that an option is wrong.
   */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(HostCommands.run(List.of(arguments), out, err, width()));
  }

  /** Returns the console's width as the shell tells it, within what reads well. */
  public static int width() {
    return width(System.getenv("COLUMNS"));
  }

  static int width(@Nullable String columns) {
    if (columns == null || !columns.matches("[1-9][0-9]{0,4}")) {
      return NARROWEST;
    }
    return Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(columns)));
  }
}
