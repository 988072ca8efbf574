package dev.signet.cli;

/** Where the {@code signet} command starts. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the program with its {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(new Signet(new SystemTerminal()).run(args));
  }
}
