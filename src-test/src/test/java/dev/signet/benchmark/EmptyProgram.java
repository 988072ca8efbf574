package dev.signet.benchmark;

import picocli.CommandLine;

/** The least a picocli program can be; what the start-up of {@code signet} is measured against. */
@CommandLine.Command(name = "empty", mixinStandardHelpOptions = true, version = "1")
public final class EmptyProgram implements Runnable {
  /** Runs it. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new EmptyProgram()).execute(args));
  }

  @Override
  public void run() {}
}
