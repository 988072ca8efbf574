package dev.signet.cli;

import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.sign.authority.AuthorityFolder;
import dev.signet.sign.authority.AuthoritySettings;
import java.nio.file.Path;

/** A command of an authority that is kept in a folder. */
abstract class AuthorityCommand extends SigningCommand {
  private final Option<Path> authority;

  AuthorityCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    authority =
        add(Options.requiredPath("--authority", "DIR", "The folder the authority is kept in."));
  }

  /** Returns the authority's folder. */
  final Path folder() {
    return authority.get();
  }

  /** Returns how to open the authority, without any passphrase. */
  final AuthoritySettings settings() {
    return AuthorityFolder.in(folder()).clock(terminal().clock());
  }
}
