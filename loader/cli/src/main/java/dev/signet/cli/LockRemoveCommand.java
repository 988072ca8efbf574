package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.SignedLock;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code lock:remove}: a plugin that hosts are not to run any more. */
final class LockRemoveCommand extends SigningCommand {
  private final LockFile lock;
  private final PositionalParamSpec id = Options.id("1", "The plugin that hosts are to remove.");

  LockRemoveCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    spec().addPositional(id);
    lock = new LockFile(this);
    examples("signet lock:remove clock");
  }

  @Override
  public void work(boolean json) throws CommandException {
    SignedLock before = lock.read();
    String unwanted = Options.given(id).orElseThrow();
    List<LockedPlugin> plugins = new ArrayList<>(before.lock().plugins());
    if (!plugins.removeIf(plugin -> plugin.id().equals(unwanted))) {
      throw CommandException.input(lock.path() + " names no plugin '" + unwanted + "'.");
    }
    SignedLock made = SignedLock.draft(lock.replace(before, plugins));
    LockReport.tell(this, json, "removed " + unwanted, lock.path(), made);
  }
}
