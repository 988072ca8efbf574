package dev.signet.cli;

/** Placeholder until the signer is wired; replaced below. */
final class SignCommand extends Command {
  SignCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
  }

  @Override
  int run() throws CommandException {
    throw CommandException.input("not yet");
  }
}
