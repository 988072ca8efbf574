package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.Terminal;
import picocli.AutoComplete;

/** {@code generate-completion}: prints a script that completes commands and options. */
final class GenerateCompletion extends Command {

  GenerateCompletion(CommandName name, Terminal terminal) {
    super(name, terminal);
    examples(
        "source <(signet generate-completion)",
        "signet generate-completion > /etc/bash_completion.d/signet");
  }

  @Override
  public int run() {
    // Bash takes a colon for the end of a word, and the names of commands have one.
    terminal().out().println(AutoComplete.bash("signet", Signet.complete(terminal())));
    terminal().out().println("COMP_WORDBREAKS=${COMP_WORDBREAKS//:}");
    return ExitCode.OK;
  }
}
