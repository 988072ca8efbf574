package dev.signet.cli;

import dev.signet.sign.IoCause;
import dev.signet.sign.SigningException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The options that say where a passphrase comes from. There is none for the passphrase itself:
 * everyone on a machine can read the arguments of its programs.
 */
final class PassphraseOptions {
  private static final int LONGEST = 1_024;

  /** What openssl wants of new ones. */
  private static final int SHORTEST = 4;

  private final Command command;
  private final Option<Path> file;
  private final Option<String> variable;

  /** Declares {@code --passphrase-file} and {@code --passphrase-env}. */
  PassphraseOptions(Command command) {
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
  PassphraseOptions(Command command, String prefix, String description) {
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
  boolean isGiven() throws CommandException {
    if (file.value().isPresent() && variable.value().isPresent()) {
      throw CommandException.input("Name one of " + file.name() + " and " + variable.name() + ".");
    }
    return file.value().isPresent() || variable.value().isPresent();
  }

  /** Returns the passphrase of what there is. */
  char[] ask(String purpose) throws SigningException {
    Optional<char[]> given = given();
    return given.isPresent() ? given.get() : prompt("Passphrase of " + purpose + ": ", purpose);
  }

  /** Returns the passphrase for what is made; a person types it twice. */
  char[] choose(String purpose) throws SigningException {
    Optional<char[]> given = given();
    char[] chosen =
        given.isPresent() ? given.get() : prompt("New passphrase of " + purpose + ": ", purpose);
    if (chosen.length < SHORTEST) {
      throw new SigningException(
          purpose + " needs a passphrase of at least " + SHORTEST + " characters.");
    }
    if (given.isEmpty()) {
      char[] again = prompt("The same again: ", purpose);
      boolean same = Arrays.equals(chosen, again);
      Arrays.fill(again, '\0');
      if (!same) {
        throw new SigningException("The two passphrases are not the same; nothing was written.");
      }
    }
    return chosen;
  }

  private Optional<char[]> given() throws SigningException {
    if (file.value().isPresent()) {
      return Optional.of(firstLine(file.get()));
    }
    if (variable.value().isEmpty()) {
      return Optional.empty();
    }
    String name = variable.get();
    Optional<String> value = command.terminal().environment(name);
    if (value.isEmpty()) {
      throw new SigningException(
          variable.name() + ": there is no variable " + name + " in the environment; set it.");
    }
    return Optional.of(value.get().toCharArray());
  }

  private char[] prompt(String prompt, String purpose) throws SigningException {
    return command
        .terminal()
        .askPassphrase(prompt)
        .orElseThrow(
            () ->
                new SigningException(
                    purpose
                        + " needs a passphrase, and nobody can be asked; use "
                        + file.name()
                        + " or "
                        + variable.name()
                        + "."));
  }

  private char[] firstLine(Path path) throws SigningException {
    char[] buffer = new char[LONGEST];
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      int length = 0;
      for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
        if (length == buffer.length) {
          throw new SigningException(path + " is too long for a passphrase; check the path.");
        }
        buffer[length++] = (char) c;
      }
      return Arrays.copyOf(buffer, length);
    } catch (IOException e) {
      throw new SigningException(
          file.name() + ": " + path + " cannot be read (" + IoCause.of(e) + ").", e);
    } finally {
      Arrays.fill(buffer, '\0');
    }
  }
}
