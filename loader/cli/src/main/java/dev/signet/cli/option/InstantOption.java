package dev.signet.cli.option;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** {@code --at}: the instant as of which something is checked. */
public final class InstantOption {
  private final Option<String> option;

  /**
   * Adds the option to a command.
   *
   * @param purpose what is done as of then: a verb
   */
  public InstantOption(Command command, String purpose) {
    option =
        command.add(
            Options.text(
                "--at", "INSTANT", purpose + " as of then: 2026-11-22T12:00:00Z, or a date."));
  }

  /**
   * Returns a clock that stands still then; the terminal's when none was given.
   *
   * @throws CommandException when it is neither an instant nor a date
   */
  public Clock clock(Terminal terminal) throws CommandException {
    Optional<String> text = option.value();
    if (text.isEmpty()) {
      return terminal.clock();
    }
    try {
      boolean date = text.get().indexOf('T') < 0;
      Instant instant =
          date
              ? LocalDate.parse(text.get()).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text.get());
      return Clock.fixed(instant, ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw CommandException.input(
          "--at: '" + text.get() + "' is no instant; write it like 2026-11-22T12:00:00Z.");
    }
  }
}
