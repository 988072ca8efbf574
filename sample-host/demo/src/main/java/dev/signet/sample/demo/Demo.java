package dev.signet.sample.demo;

import dev.signet.config.ConfigurationException;
import dev.signet.policy.ReleaseChannel;
import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.PluginStatus;
import dev.signet.sample.host.ServeOptions;
import dev.signet.sample.host.command.HostRun;
import dev.signet.sample.host.command.Main;
import dev.signet.sign.problem.SigningException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The main command: makes the demo set, runs the host on it, and checks what it did. */
public final class Demo {

  /** What must become of a plugin. */
  private record Expected(String plugin, String decision, String reason) {
    boolean isMetBy(PluginStatus status) {
      return status.plugin().equals(plugin)
          && status.decision().equals(decision)
          && (reason.isEmpty()
              ? status.why().isEmpty()
              : status.why().stream().anyMatch(why -> why.startsWith(reason)));
    }
  }

  private static final List<Expected> EXPECTED =
      List.of(
          new Expected("clock", "admitted", ""),
          new Expected("disk", "admitted", ""),
          new Expected("holidays", "admitted", ""),
          new Expected("calendar", "admitted", ""),
          new Expected(DemoSet.UNSIGNED, "refused", "MISSING_SIGNATURE"),
          new Expected(DemoSet.MODIFIED, "refused", "INVALID_HASH"),
          new Expected(DemoSet.IMPOSTOR, "refused", "SCOPE_MISMATCH"),
          new Expected(DemoSet.REVOKED, "refused", "REVOKED"),
          new Expected(DemoSet.DEPENDENT, "refused", "DEPENDENCY_REFUSED"));

  private Demo() {}

  /**
   * Runs the demo; the exit code is 0 when every plugin got what it deserves.
   *
   * @param arguments the folder {@code sample-apps}, the host's folder, one to work in, and whether
   *     to serve ({@code true}, or a port)
   */
  public static void main(String[] arguments)
      throws IOException, SigningException, ConfigurationException, InterruptedException {
    DemoSet set = DemoSet.create(Path.of(arguments[0]), Path.of(arguments[2]));
    Path settings = set.settings(Path.of(arguments[1]), ReleaseChannel.STABLE);
    OptionalInt port = port(arguments[3]);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Dashboard dashboard = Dashboard.open(settings)) {
      HostRun.print(dashboard, out, System.err, Main.width());
      List<String> wrong = wrong(dashboard);
      if (!wrong.isEmpty()) {
        throw new IllegalStateException("The host did not do as it should: " + wrong);
      }
      if (port.isPresent()) {
        HostRun.serve(dashboard, ServeOptions.local(port.getAsInt()), out);
      }
    }
  }

  private static OptionalInt port(String serve) {
    return switch (serve) {
      case "false" -> OptionalInt.empty();
      case "true" -> OptionalInt.of(0);
      default -> OptionalInt.of(Integer.parseInt(serve));
    };
  }

  private static List<String> wrong(Dashboard dashboard) {
    List<String> wrong = new ArrayList<>();
    List<PluginStatus> plugins = dashboard.plugins();
    for (Expected expected : EXPECTED) {
      if (plugins.stream().filter(expected::isMetBy).count() != 1) {
        wrong.add(expected.toString());
      }
    }
    if (plugins.size() != EXPECTED.size()) {
      wrong.add(plugins.size() + " plugins instead of " + EXPECTED.size());
    }
    if (dashboard.host().filter(host -> host.verdict().equals("verified")).isEmpty()) {
      wrong.add("the host itself is " + dashboard.host());
    }
    List<String> running =
        dashboard.contributions().stream().map(each -> each.plugin()).sorted().toList();
    if (!running.equals(DemoSet.GOOD.stream().sorted().toList())) {
      wrong.add("contributions come from " + running);
    }
    return wrong;
  }
}
