package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.Terminal;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code generate-manpage}: prints a page for {@code man}, in its macros (man(7)), of all commands.
 * It is made from what the commands declare, as their help is, so that the two never differ.
 */
final class GenerateManPage extends Command {
  /** What a terminal of 80 leaves of a line that is indented. */
  private static final int COLUMNS = 72;

  private final StringBuilder page = new StringBuilder();

  GenerateManPage(CommandName name, Terminal terminal) {
    super(name, terminal);
    examples("signet generate-manpage > /usr/local/share/man/man1/signet.1");
  }

  @Override
  public int run() {
    CommandSpec root = Signet.complete(terminal()).getCommandSpec();
    request("TH", "SIGNET 1 \"\" \"signet " + Signet.version() + "\" \"Signet\"");
    // No gaps within long names, and no hyphen that is not part of one.
    request("ad", "l");
    request("nh", "");
    request("SH", "NAME");
    line("signet - " + lines(root.usageMessage().description()));
    request("SH", "SYNOPSIS");
    verbatim(synopsis(root));
    request("SH", "OPTIONS");
    root.options().forEach(this::option);
    request("SH", "COMMANDS");
    root.subcommands().values().forEach(command -> command(command.getCommandSpec()));
    request("SH", "EXIT STATUS");
    line(lines(root.usageMessage().footer()));
    terminal().out().print(page);
    return ExitCode.OK;
  }

  private void command(CommandSpec command) {
    request("SS", escaped(command.name()));
    line(lines(command.usageMessage().description()));
    verbatim(synopsis(command));
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      request("TP", "");
      line(parameter.paramLabel());
      line(lines(parameter.description()));
    }
    command.options().forEach(this::option);
    verbatim(lines(command.usageMessage().footer()));
  }

  private void option(OptionSpec option) {
    String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    request("TP", "");
    line(String.join(", ", option.names()) + label);
    line(lines(option.description()));
  }

  private static String synopsis(CommandSpec command) {
    command.usageMessage().width(COLUMNS);
    return new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
  }

  /** Returns what picocli would show: these texts are formats. */
  private static String lines(String... formats) {
    return String.format(Locale.ROOT, String.join("\n", formats)).strip();
  }

  private void verbatim(String text) {
    if (!text.isBlank()) {
      request("PP", "");
      request("nf", "");
      line(text.strip());
      request("fi", "");
    }
  }

  private void line(String text) {
    for (String one : List.of(text.split("\n", -1))) {
      // At the start of a line a dot or an apostrophe would be a request.
      page.append("\\&").append(escaped(one)).append('\n');
    }
  }

  private void request(String name, String arguments) {
    page.append(('.' + name + ' ' + arguments).strip()).append('\n');
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                // Between words, a line may end.
                case '|' -> escaped.append("|\\:");
                default -> escaped.append(c < 127 ? Character.toString(c) : unicode(c));
              }
            });
    return escaped.toString();
  }

  private static String unicode(int c) {
    return String.format(Locale.ROOT, "\\[u%04X]", c);
  }
}
