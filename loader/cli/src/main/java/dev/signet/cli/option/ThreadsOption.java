package dev.signet.cli.option;

import dev.signet.bundle.read.ReadingThreads;
import java.util.Optional;

/** {@code --threads}: how many threads read a bundle. */
public final class ThreadsOption {
  private static final int MOST = 1_000;

  private final Option<String> option;

  public ThreadsOption(Command command) {
    option =
        command.add(
            Options.text(
                "--threads",
                "COUNT",
                "How many threads read a bundle; by default as many as there are cores."));
  }

  /**
   * Returns the threads to read by.
   *
   * @throws CommandException when it is no number from 1 to 1,000
   */
  public ReadingThreads threads() throws CommandException {
    Optional<String> text = option.value();
    if (text.isEmpty()) {
      return ReadingThreads.ofAllCores();
    }
    try {
      int count = Integer.parseInt(text.get());
      if (count >= 1 && count <= MOST) {
        return ReadingThreads.of(count);
      }
    } catch (NumberFormatException ignored) {
      // Said below, with what is out of bounds.
    }
    throw CommandException.input(
        "--threads: '" + text.get() + "' should be a number of threads from 1 to " + MOST + ".");
  }
}
