package dev.signet.cli.option;

import dev.signet.sign.key.Passphrase;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The options that say where a passphrase comes from. There is none for the passphrase itself:
 * everyone on a machine can read the arguments of its programs.
 */
public final class PassphraseOptions {
  /** What openssl wants of new ones. */
  private static final int SHORTEST = 4;

  private final Command command;
  private final Option<Path> file;
  private final Option<String> variable;

  /** Declares {@code --passphrase-file} and {@code --passphrase-env}. */
  public PassphraseOptions(Command command) {
    this(
        command,
        "",
        "Read the passphrase or PIN from the file's first line. Without this and the next, it is"
            + " asked for.");
  }

  /**
   * Declares the two options of one passphrase among several.
   *
   * @param prefix how the names of the options begin
   */
  public PassphraseOptions(Command command, String prefix, String description) {
    this.command = command;
    file = command.add(Options.path("--" + prefix + "passphrase-file", "FILE", description));
    variable =
        command.add(
            Options.text(
                "--" + prefix + "passphrase-env",
                "NAME",
                "Read it from this environment variable instead."));
  }

  /** Returns whether one of the options was given; checks that it is only one. */
  public boolean isGiven() throws CommandException {
    if (file.value().isPresent() && variable.value().isPresent()) {
      throw CommandException.input(
          "Name only one of " + file.name() + " and " + variable.name() + ".");
    }
    return file.value().isPresent() || variable.value().isPresent();
  }

  /** Returns the passphrase of what there is. */
  public char[] ask(String purpose) throws SigningException {
    Optional<Passphrase> given = given();
    return given.isPresent()
        ? given.get().ask(purpose)
        : prompt("Passphrase of " + purpose + ": ", purpose);
  }

  /** Returns the passphrase for what is made; a person types it twice. */
  public char[] choose(String purpose) throws SigningException {
    Optional<Passphrase> given = given();
    char[] chosen =
        given.isPresent()
            ? given.get().ask(purpose)
            : prompt("New passphrase of " + purpose + ": ", purpose);
    if (chosen.length < SHORTEST) {
      throw new SigningException(
          purpose + " needs a passphrase of at least " + SHORTEST + " characters",
          "choose a longer one");
    }
    if (given.isEmpty()) {
      char[] again = prompt("The same again: ", purpose);
      boolean same = Arrays.equals(chosen, again);
      Arrays.fill(again, '\0');
      if (!same) {
        throw new SigningException(
            "The two passphrases are not the same",
            "nothing was written, so try again, and type the same one twice");
      }
    }
    return chosen;
  }

  private Optional<Passphrase> given() {
    if (file.value().isPresent()) {
      return Optional.of(Passphrase.firstLineOf(file.get()));
    }
    return variable
        .value()
        .map(name -> Passphrase.ofVariable(name, command.terminal().environment(name)));
  }

  private char[] prompt(String prompt, String purpose) throws SigningException {
    return command
        .terminal()
        .askPassphrase(prompt)
        .orElseThrow(
            () ->
                new SigningException(
                    purpose + " needs a passphrase, and nobody can be asked",
                    "use " + file.name() + " or " + variable.name()));
  }
}
