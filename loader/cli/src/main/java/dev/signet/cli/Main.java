package dev.signet.cli;

import dev.signet.cli.option.ExitCode;
import dev.signet.verdict.Printable;
import java.util.Optional;

/** Where the {@code signet} command starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the program with its {@link ExitCode}. */
  public static void main(String[] args) {
    int exitCode = ExitCode.USAGE;
    try {
      exitCode = new Signet(new SystemTerminal()).run(args);
    } catch (RuntimeException | Error e) {
      Optional<String> asked = Optional.ofNullable(System.getenv(ProgramFault.TRACE));
      for (String line : ProgramFault.lines(e, asked)) {
        System.err.println("signet: " + Printable.of(line));
      }
    } finally {
      // Whatever is thrown before or while it is told, the JVM's own exit code 1 means findings.
      System.exit(exitCode);
    }
  }
}
