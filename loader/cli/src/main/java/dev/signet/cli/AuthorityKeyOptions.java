package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.PassphraseOptions;
import dev.signet.sign.authority.AuthoritySettings;
import java.nio.file.Path;

/** The options of commands that need one of an authority's private keys. */
final class AuthorityKeyOptions {
  private final PassphraseOptions passphrase;
  private final Option<Path> rootKey;

  AuthorityKeyOptions(Command command) {
    passphrase = new PassphraseOptions(command);
    rootKey = rootKey(command);
  }

  /** Declares where the root's key is. */
  static Option<Path> rootKey(Command command) {
    return command.add(
        Options.path(
            "--root-key", "FILE", "The root's private key, when it is not kept in the folder."));
  }

  /** Adds what the options say. */
  AuthoritySettings applyTo(AuthoritySettings settings) throws CommandException {
    passphrase.isGiven();
    rootKey.value().ifPresent(settings::rootKey);
    return settings.passphrase(passphrase::ask);
  }
}
