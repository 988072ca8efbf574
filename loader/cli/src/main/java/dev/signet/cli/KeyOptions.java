package dev.signet.cli;

import dev.signet.sign.IoCause;
import dev.signet.sign.SigningException;
import dev.signet.sign.SigningKey;
import dev.signet.sign.SigningKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The options that name a private key: a file or a device, and where its passphrase comes from.
 * There is no option for the passphrase itself: everyone on a machine can read the arguments of its
 * programs.
 */
final class KeyOptions {
  private static final int LONGEST_PASSPHRASE = 1_024;

  private final Command command;
  private final Option<Path> file;
  private final Option<Path> device;
  private final Option<String> alias;
  private final Option<Path> passphraseFile;
  private final Option<String> passphraseVariable;

  KeyOptions(Command command) {
    this.command = command;
    file =
        command.add(
            Options.path(
                "--privateKey",
                "FILE",
                "The private key: PEM or DER (PKCS#1, PKCS#8, SEC1, also encrypted), or PKCS#12."));
    device =
        command.add(
            Options.path(
                "--pkcs11",
                "FILE",
                "Instead: a device, by a configuration file of the JDK's SunPKCS11 provider with at"
                    + " least 'name = …' and 'library = …'."));
    alias =
        command.add(
            Options.text("--alias", "NAME", "Which key of a PKCS#12 file or a device to use."));
    passphraseFile =
        command.add(
            Options.path(
                "--passphrase-file",
                "FILE",
                "Read the passphrase or PIN from the file's first line. Without this and the next,"
                    + " it is asked for."));
    passphraseVariable =
        command.add(
            Options.text(
                "--passphrase-env", "NAME", "Read it from this environment variable instead."));
  }

  /** Loads the key. */
  SigningKey load() throws CommandException, SigningException {
    if (file.value().isPresent() == device.value().isPresent()) {
      throw CommandException.input("Name the key by one of --privateKey and --pkcs11.");
    }
    if (passphraseFile.value().isPresent() && passphraseVariable.value().isPresent()) {
      throw CommandException.input("Name one of --passphrase-file and --passphrase-env.");
    }
    return device.value().isPresent()
        ? SigningKeys.token(device.get(), alias.value(), this::passphrase)
        : SigningKeys.load(file.get(), alias.value(), this::passphrase);
  }

  private char[] passphrase(String purpose) throws SigningException {
    if (passphraseFile.value().isPresent()) {
      return firstLine(passphraseFile.get());
    }
    if (passphraseVariable.value().isPresent()) {
      String name = passphraseVariable.get();
      Optional<String> value = command.terminal().environment(name);
      if (value.isEmpty()) {
        throw new SigningException(
            "--passphrase-env: there is no variable " + name + " in the environment; set it.");
      }
      return value.get().toCharArray();
    }
    return command
        .terminal()
        .askPassphrase("Passphrase of " + purpose + ": ")
        .orElseThrow(
            () ->
                new SigningException(
                    purpose
                        + " needs a passphrase, and nobody can be asked; use --passphrase-file or"
                        + " --passphrase-env."));
  }

  private static char[] firstLine(Path file) throws SigningException {
    char[] buffer = new char[LONGEST_PASSPHRASE];
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int length = 0;
      for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
        if (length == buffer.length) {
          throw new SigningException(file + " is too long for a passphrase; check the path.");
        }
        buffer[length++] = (char) c;
      }
      return Arrays.copyOf(buffer, length);
    } catch (IOException e) {
      throw new SigningException(
          "--passphrase-file: " + file + " cannot be read (" + IoCause.of(e) + ").", e);
    } finally {
      Arrays.fill(buffer, '\0');
    }
  }
}
