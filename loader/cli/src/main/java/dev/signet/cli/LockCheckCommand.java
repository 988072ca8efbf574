package dev.signet.cli;

import dev.signet.cli.option.Command;
import dev.signet.cli.option.CommandException;
import dev.signet.cli.option.CommandName;
import dev.signet.cli.option.ExitCode;
import dev.signet.cli.option.InstantOption;
import dev.signet.cli.option.Option;
import dev.signet.cli.option.Options;
import dev.signet.cli.option.Terminal;
import dev.signet.cli.option.TrustOptions;
import dev.signet.lock.LockCheck;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import dev.signet.report.TextStyle;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verify.Convention;
import java.util.List;

/** {@code lock:check}: shows a list, and checks who has signed it, as a host does. */
final class LockCheckCommand extends Command {
  private static final String TEXT = "text";
  private static final String JSON = "json";

  private final LockFile lock;
  private final TrustOptions trust;
  private final InstantOption at;
  private final Option<String> output;

  LockCheckCommand(CommandName name, Terminal terminal) {
    super(name, terminal);
    lock = new LockFile(this);
    trust = new TrustOptions(this);
    at = new InstantOption(this, "Check");
    output =
        add(Options.choice("--output", List.of(TEXT, JSON), "What to print; text by default."));
    examples("signet lock:check --trust=root.crt --crl=root.crl");
  }

  @Override
  public int run() throws CommandException {
    boolean json = Options.chosen(output, TEXT).equals(JSON);
    SignedLock read = lock.read();
    LockCheck.Result result =
        new LockCheck(trust.load(Convention.PLUGIN)).check(read, at.clock(terminal()).instant());
    if (json) {
      terminal().writeDocument(LockReport.checked(lock.path(), read, result) + "\n");
    } else {
      print(read.lock(), result);
    }
    return result.isTrusted() ? ExitCode.OK : ExitCode.FINDINGS;
  }

  private void print(PluginsLock list, LockCheck.Result result) {
    TextStyle style = new TextStyle(terminal().isColoured());
    line(
        (result.isTrusted() ? style.good("verified") : style.bad("not trusted"))
            + "  "
            + style.strong("number " + list.number())
            + Printable.of("  of " + list.fleet() + ", " + LockReport.count(list))
            + ", created "
            + list.created());
    for (Finding finding : result.findings()) {
      line("  " + finding.reason() + "  " + Printable.of(finding.detail()));
      line("    " + Printable.of(finding.remedy(Audience.ADMINISTRATOR)));
    }
    list.plugins().forEach(plugin -> print(plugin, style));
  }

  private void print(LockedPlugin plugin, TextStyle style) {
    line("  " + style.strong(Printable.of(plugin.id() + " " + plugin.version())));
    row(style, "digest", plugin.digest());
    row(style, "from", plugin.from());
    row(style, "approved by", plugin.approvedBy());
    plugin.notBefore().ifPresent(instant -> row(style, "not before", instant.toString()));
  }

  private void row(TextStyle style, String label, String value) {
    line("    " + style.faint(label) + "  " + Printable.of(value));
  }

  private void line(String text) {
    terminal().out().println(text);
  }
}
