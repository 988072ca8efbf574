package dev.signet.cli.option;

import picocli.CommandLine.Model.CommandSpec;

/**
 * One command: declares its options when it is made, does its work when it is run.
 *
 * <p>Options are declared by calls, not by annotations, which would have to be read by reflection
 * at each start.
 */
public abstract class Command {
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
  private final Terminal terminal;

  /** Declares what all commands share. */
  public Command(CommandName name, Terminal terminal) {
    this.terminal = terminal;
    spec.name(name.text());
    spec.usageMessage().description(name.summary()).abbreviateSynopsis(false);
    spec.addOption(Options.help());
  }

  /**
   * Does the work; the options have their values.
   *
   * @return the exit code
   * @throws CommandException when it cannot be done
   */
  public abstract int run() throws CommandException;

  /** Returns the declaration. */
  public final CommandSpec spec() {
    return spec;
  }

  /** Returns where this command reads and writes. */
  public final Terminal terminal() {
    return terminal;
  }

  /** Declares an option. */
  public final <T> Option<T> add(Option<T> option) {
    spec.addOption(option.spec());
    return option;
  }

  /** Ends the help with example calls, one a line. */
  public final void examples(String... lines) {
    String[] footer = new String[lines.length + 1];
    footer[0] = "%nExamples:";
    for (int i = 0; i < lines.length; i++) {
      footer[i + 1] = "  " + lines[i].replace("%", "%%");
    }
    spec.usageMessage().footer(footer);
  }
}
