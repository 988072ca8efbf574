package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.Terminal;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;

/** {@code generate-completion}: prints a script that completes commands and options. */
final class GenerateCompletion extends Command {
  private final Supplier<CommandLine> complete;

  GenerateCompletion(CommandName name, Terminal terminal, Supplier<CommandLine> complete) {
    super(name, terminal);
    this.complete = complete;
    examples(
        "source <(signet generate-completion)",
        "signet generate-completion > /etc/bash_completion.d/signet");
  }

  @Override
  public int run() {
    // Bash takes a colon for the end of a word, and the names of commands have one.
    terminal().out().println(AutoComplete.bash("signet", complete.get()));
    terminal().out().println("COMP_WORDBREAKS=${COMP_WORDBREAKS//:}");
    return ExitCode.OK;
  }
}
