package dev.signet.cli;

import dev.signet.cli.bundle.CopyCommand;
import dev.signet.cli.bundle.PullCommand;
import dev.signet.cli.bundle.PushCommand;
import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Terminal;

/**
 * Makes commands. Only the one that was asked for is ever made: the others cost their line in the
 * list of commands, and nothing at start-up.
 */
final class Commands {

  private Commands() {}

  /** Makes the command of a name. */
  static Command of(CommandName name, Terminal terminal) {
    return switch (name) {
      case CHECK_APP -> new CheckCommand(name, terminal);
      case CHECK_CORE -> new CheckCommand(name, terminal);
      case SIGN_APP -> new SignCommand(name, terminal);
      case SIGN_CORE -> new SignCommand(name, terminal);
      case BUNDLE_PUSH -> new PushCommand(name, terminal);
      case BUNDLE_PULL -> new PullCommand(name, terminal);
      case BUNDLE_COPY -> new CopyCommand(name, terminal);
      case KEY_REQUEST -> new KeyRequestCommand(name, terminal);
      case KEY_ROTATE -> new KeyRotateCommand(name, terminal);
      case KEY_DEV -> new KeyDevCommand(name, terminal);
      case CA_INIT -> new AuthorityInitCommand(name, terminal);
      case CA_ISSUE -> new AuthorityIssueCommand(name, terminal);
      case CA_REVOKE -> new AuthorityRevokeCommand(name, terminal);
      case CA_CRL -> new AuthorityCrlCommand(name, terminal);
      case CA_LIST -> new AuthorityListCommand(name, terminal);
      case LOCK_CREATE -> new LockCreateCommand(name, terminal);
      case LOCK_ADD -> new LockAddCommand(name, terminal);
      case LOCK_REMOVE -> new LockRemoveCommand(name, terminal);
      case LOCK_SIGN -> new LockSignCommand(name, terminal);
      case LOCK_CHECK -> new LockCheckCommand(name, terminal);
      case WHAT_IF -> new WhatIfCommand(name, terminal);
      case GENERATE_COMPLETION ->
          new GenerateCompletion(name, terminal, () -> Signet.complete(terminal));
      case GENERATE_MANPAGE -> new GenerateManPage(name, terminal);
    };
  }
}
