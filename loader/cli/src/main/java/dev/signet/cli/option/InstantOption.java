package dev.signet.cli.option;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** {@code --at}, the instant as of which something is checked, or another instant. */
public final class InstantOption {
  private final Option<String> option;

  /**
   * Adds the option to a command.
   *
   * @param purpose what is done as of then: a verb
   */
  public InstantOption(Command command, String purpose) {
    this(command, "--at", purpose + " as of then");
  }

  /** Adds another option of this form; the description ends before the form. */
  public InstantOption(Command command, String name, String description) {
    option =
        command.add(
            Options.text(name, "INSTANT", description + ": 2026-11-22T12:00:00Z, or a date."));
  }

  /**
   * Returns a clock that stands still then; the terminal's when none was given.
   *
   * @throws CommandException when it is neither an instant nor a date
   */
  public Clock clock(Terminal terminal) throws CommandException {
    Optional<Instant> instant = instant();
    return instant.isPresent() ? Clock.fixed(instant.get(), ZoneOffset.UTC) : terminal.clock();
  }

  /**
   * Returns the instant; empty when none was given.
   *
   * @throws CommandException when it is neither an instant nor a date
   */
  public Optional<Instant> instant() throws CommandException {
    Optional<String> text = option.value();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      boolean date = text.get().indexOf('T') < 0;
      return Optional.of(
          date
              ? LocalDate.parse(text.get()).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text.get()));
    } catch (DateTimeParseException e) {
      throw CommandException.input(
          option.name()
              + ": '"
              + text.get()
              + "' is no instant; write it like 2026-11-22T12:00:00Z.");
    }
  }
}
