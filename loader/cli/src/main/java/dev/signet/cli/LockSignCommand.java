package dev.signet.cli;

import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.IdentityOptions;
import dev.signet.cli.option.SigningCommand;
import dev.signet.cli.option.Terminal;
import dev.signet.cli.option.TimestampOption;
import dev.signet.lock.SignedLock;
import dev.signet.sign.LockSigner;
import dev.signet.sign.Timestamps;
import dev.signet.sign.problem.SigningException;
import java.util.Optional;

/** {@code lock:sign}: signs a list as it is. */
final class LockSignCommand extends SigningCommand {
  private final LockFile lock;
  private final IdentityOptions identity;
  private final TimestampOption timestamps;

  LockSignCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    lock = new LockFile(this);
    identity = new IdentityOptions(this);
    timestamps = new TimestampOption(this);
    examples("signet lock:sign --privateKey=plugins-lock.key --certificate=plugins-lock.crt");
  }

  @Override
  public void work(boolean json) throws CommandException, SigningException {
    SignedLock draft = lock.read();
    Optional<Timestamps> clock = timestamps.client().map(client -> client);
    LockSigner signer = new LockSigner(identity.load(), terminal().clock(), clock);
    SignedLock signed = signer.sign(draft.lock());
    lock.write(signed);
    LockReport.tell(this, json, "signed", lock.path(), signed);
  }
}
