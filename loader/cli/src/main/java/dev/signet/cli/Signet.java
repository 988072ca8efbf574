package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.file.NameEncoding;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** Reads a command line, and runs the command it names. */
final class Signet {
  private static final String NAME = "signet";

  private final Terminal terminal;

  Signet(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command; returns its {@link ExitCode}. */
  int run(String... args) {
    try {
      return execute(commandLine(terminal, args), args);
    } catch (ParameterException e) {
      fail("signet: ", List.of(String.valueOf(e.getMessage())));
      terminal.err().println(hint(e.getCommandLine()));
      return ExitCode.USAGE;
    } catch (CommandException e) {
      fail(e.exitCode() == ExitCode.REFUSED ? "refused: " : "signet: ", e.lines());
      return e.exitCode();
    } catch (RuntimeException | Error e) {
      // Never exit code 1, which the JVM would end with: to scripts it means findings.
      fail("signet: ", ProgramFault.lines(e, terminal.environment(ProgramFault.TRACE)));
      return ExitCode.USAGE;
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** Returns the program with all its commands complete, as completion scripts need it. */
  static CommandLine complete(Terminal terminal) {
    CommandSpec root = rootSpec();
    for (CommandName name : CommandName.values()) {
      root.addSubcommand(name.text(), Commands.of(name, terminal).spec());
    }
    return configured(root);
  }

  private int execute(CommandLine commandLine, String... args) throws CommandException {
    ParseResult result = commandLine.parseArgs(args);
    while (result.hasSubcommand()) {
      result = result.subcommand();
    }
    CommandSpec asked = result.commandSpec();
    if (result.isUsageHelpRequested()) {
      asked.commandLine().usage(terminal.out(), ansi());
      return ExitCode.OK;
    }
    if (result.isVersionHelpRequested()) {
      terminal.out().println(NAME + " " + version());
      return ExitCode.OK;
    }
    if (asked.userObject() instanceof Command command) {
      return command.run();
    }
    asked.commandLine().usage(terminal.err(), Ansi.OFF);
    return ExitCode.USAGE;
  }

  /** Returns the program with the command that was asked for, else with the list of all. */
  private static CommandLine commandLine(Terminal terminal, String... args) {
    CommandSpec root = rootSpec();
    String asked = "";
    for (String arg : args) {
      if (!arg.startsWith("-")) {
        asked = arg;
        break;
      }
    }
    for (CommandName name : CommandName.values()) {
      if (name.text().equals(asked)) {
        root.addSubcommand(asked, Commands.of(name, terminal).spec());
        return configured(root);
      }
    }
    for (CommandName name : CommandName.values()) {
      CommandSpec line = CommandSpec.create().name(name.text());
      line.usageMessage().description(name.summary());
      root.addSubcommand(name.text(), line);
    }
    return configured(root);
  }

  private static CommandSpec rootSpec() {
    CommandSpec root = CommandSpec.create().name(NAME);
    root.usageMessage()
        .description("Sign plugin bundles, check who vouches for them, run an authority.")
        .synopsisSubcommandLabel("COMMAND")
        .footer(
            "%nExit codes: 0 passed or written, 1 findings, 2 usage or input error, 3 refused.",
            "'signet COMMAND --help' tells more about a command.");
    root.addOption(Options.help());
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .arity("0")
            .type(boolean.class)
            .description("Show the version and exit.")
            .build());
    return root;
  }

  private static Path path(String text) {
    try {
      return NameEncoding.path(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' " + e.getMessage() + ".");
    }
  }

  private static CommandLine configured(CommandSpec root) {
    // A file name may begin with @; files with arguments are not wanted.
    return new CommandLine(root)
        .setExpandAtFiles(false)
        .registerConverter(Path.class, Signet::path);
  }

  private void fail(String start, List<String> lines) {
    for (String line : lines) {
      terminal.err().println(start + Printable.of(line));
    }
  }

  private static String hint(CommandLine commandLine) {
    return "Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.";
  }

  private Ansi ansi() {
    return terminal.isColoured() ? Ansi.ON : Ansi.OFF;
  }

  static String version() {
    String version = Signet.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
