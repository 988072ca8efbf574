package dev.signet.sample.host.command;

import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.sample.host.Contribution;
import dev.signet.sample.host.PluginStatus;
import dev.signet.sample.host.api.WidgetItem;
import dev.signet.verdict.Printable;
import java.io.PrintStream;
import java.util.List;

/** The dashboard for a console: the table of plugins, then what the loaded ones contribute. */
public final class ConsoleReport {
  private static final List<String> HEADER =
      List.of("plugin", "version", "signer", "verdict", "decision", "why", "what to do");

  private ConsoleReport() {}

  /** Tells what became of interrupted changes: what could not be put right as an error. */
  public static void tell(List<InstallRecovery> recoveries, PrintStream out, PrintStream err) {
    for (InstallRecovery recovery : recoveries) {
      boolean failed = recovery.outcome() == InstallRecovery.Outcome.FAILED;
      (failed ? err : out).println(recovery.explanation());
    }
  }

  /** Returns what is known of the host itself: a line, or several where something is wrong. */
  public static String host(PluginStatus host) {
    return "This host itself: " + host.verdict() + "\n" + details(host);
  }

  /** Returns why, and what to do about it, on lines of their own; nothing where all is in order. */
  public static String details(PluginStatus status) {
    StringBuilder out = new StringBuilder();
    status.why().forEach(why -> out.append("    ").append(why).append('\n'));
    status.whatToDo().forEach(remedy -> out.append("    ").append(remedy).append('\n'));
    return out.toString();
  }

  /**
   * Returns one line, or several where cells are long, per plugin.
   *
   * @param width characters per line; 120 or more reads well
   */
  public static String table(List<PluginStatus> plugins, int width) {
    TextTable table = new TextTable(HEADER);
    for (PluginStatus plugin : plugins) {
      table.add(
          List.of(
              plugin.plugin(),
              plugin.version(),
              plugin.signer(),
              plugin.verdict(),
              plugin.decision(),
              plugin.why().isEmpty() ? "-" : String.join("\n", plugin.why()),
              plugin.whatToDo().isEmpty() ? "-" : String.join("\n", plugin.whatToDo())));
    }
    return table.render(width);
  }

  /** Returns what each extension contributes, line by line. */
  public static String contributions(List<Contribution> contributions) {
    StringBuilder out = new StringBuilder();
    for (Contribution contribution : contributions) {
      out.append(Printable.of(contribution.plugin()))
          .append(" contributes \"")
          .append(Printable.of(contribution.title()))
          .append("\"\n");
      for (WidgetItem item : contribution.items()) {
        out.append("    ").append(Printable.of(line(item))).append('\n');
      }
    }
    return out.toString();
  }

  private static String line(WidgetItem item) {
    return item.fold(
        WidgetItem.Text::text,
        entry -> entry.label() + ": " + entry.value(),
        gauge -> gauge.label() + ": " + gauge.value());
  }
}
