package dev.signet.sample.host.command;

import dev.signet.pf4j.wanted.ListFollower;
import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.PageServer;
import dev.signet.sample.host.ServeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A host that runs: it tells what became of its plugins, and serves its pages when asked to. */
public final class HostRun {
  private HostRun() {}

  /**
   * Prints what became of interrupted changes, what is known of the host itself, the table of
   * plugins, then what each loaded extension contributes.
   *
   * @param err for changes that could not be put right
   * @param width characters per line
   */
  public static void print(Dashboard dashboard, PrintStream out, PrintStream err, int width) {
    out.println();
    ConsoleReport.tell(dashboard.recoveries(), out, err);
    dashboard.host().ifPresent(host -> out.println(ConsoleReport.host(host)));
    out.print(ConsoleReport.table(dashboard.plugins(), width));
    out.println();
    out.print(ConsoleReport.contributions(dashboard.contributions()));
    out.flush();
  }

  /**
   * Serves the pages, and follows the list of the host's fleet, until the process is ended.
   *
   * @throws IOException when the port cannot be had, or the password's file cannot be used
   */
  public static void serve(Dashboard dashboard, ServeOptions options, PrintStream out)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    out.println();
    try (PageServer server = PageServer.start(dashboard, options, out)) {
      // Ctrl-C never returns here: the hook is what removes uploads and temporary sealed copies.
      Optional<ListFollower> follower = dashboard.followList();
      Thread hook = new Thread(() -> close(server, follower, dashboard), "close-host");
      Runtime.getRuntime().addShutdownHook(hook);
      out.println(
          "Serving " + server.address() + " and " + server.address() + "admin until Ctrl-C.");
      out.flush();
      ended.await();
    }
  }

  private static void close(
      PageServer server, Optional<ListFollower> follower, Dashboard dashboard) {
    try {
      server.close();
      follower.ifPresent(ListFollower::close);
    } finally {
      dashboard.close();
    }
  }
}
