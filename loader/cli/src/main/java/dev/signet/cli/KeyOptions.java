package dev.signet.cli;

import dev.signet.sign.Passphrase;
import dev.signet.sign.SigningException;
import dev.signet.sign.SigningKey;
import dev.signet.sign.SigningKeys;
import java.nio.file.Path;

/**
 * The options that name a private key: a file or a device, and where its passphrase comes from.
 * There is no option for the passphrase itself: everyone on a machine can read the arguments of its
 * programs.
 */
final class KeyOptions {
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
        ? SigningKeys.token(device.get(), alias.value(), passphrase())
        : SigningKeys.load(file.get(), alias.value(), passphrase());
  }

  private Passphrase passphrase() {
    if (passphraseFile.value().isPresent()) {
      return Passphrase.firstLineOf(passphraseFile.get());
    }
    if (passphraseVariable.value().isPresent()) {
      String name = passphraseVariable.get();
      return Passphrase.ofVariable(name, command.terminal().environment(name));
    }
    return this::ask;
  }

  private char[] ask(String purpose) throws SigningException {
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
}
