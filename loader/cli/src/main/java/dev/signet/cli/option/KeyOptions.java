package dev.signet.cli.option;

import dev.signet.sign.key.SigningKey;
import dev.signet.sign.key.SigningKeys;
import dev.signet.sign.problem.SigningException;
import java.nio.file.Path;

/** The options that name a private key: a file or a device, and where its passphrase comes from. */
public final class KeyOptions {
  private final Option<Path> file;
  private final Option<Path> device;
  private final Option<String> alias;
  private final PassphraseOptions passphrase;

  public KeyOptions(Command command, String description) {
    file =
        command.add(
            Options.path(
                "--privateKey",
                "FILE",
                description + ": PEM or DER (PKCS#1, PKCS#8, SEC1, also encrypted), or PKCS#12."));
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
    passphrase = new PassphraseOptions(command);
  }

  /** Returns whether a key is named. */
  public boolean isGiven() {
    return file.value().isPresent() || device.value().isPresent();
  }

  /** Returns where the passphrase comes from, also that of a new key. */
  public PassphraseOptions passphrase() {
    return passphrase;
  }

  /** Loads the key. */
  public SigningKey load() throws CommandException, SigningException {
    if (file.value().isPresent() == device.value().isPresent()) {
      throw CommandException.input("Name the key by one of --privateKey and --pkcs11.");
    }
    passphrase.isGiven();
    return device.value().isPresent()
        ? SigningKeys.token(device.get(), alias.value(), passphrase::ask)
        : SigningKeys.load(file.get(), alias.value(), passphrase::ask);
  }
}
