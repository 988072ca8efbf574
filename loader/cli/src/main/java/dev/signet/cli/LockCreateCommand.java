package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.lock.SignedLock;

/** {@code lock:create}: the first list of a fleet, without any plugin. */
final class LockCreateCommand extends SigningCommand {
  private final LockFile lock;
  private final Option<String> fleet;

  LockCreateCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    fleet =
        add(
            Options.text(
                "--fleet", "NAME", "Whose hosts are to go by it, as their settings name it."));
    lock = new LockFile(this);
    examples("signet lock:create --fleet=north");
  }

  @Override
  public void work(boolean json) throws CommandException {
    if (fleet.value().isEmpty()) {
      throw CommandException.input("--fleet is missing: name whose hosts are to go by the list.");
    }
    SignedLock made = SignedLock.draft(lock.create(fleet.get()));
    LockReport.tell(this, json, "created", lock.path(), made);
  }
}
