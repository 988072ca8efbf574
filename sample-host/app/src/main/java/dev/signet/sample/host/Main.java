package dev.signet.sample.host;

import dev.signet.config.ConfigurationException;
import dev.signet.sample.host.command.HostCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginRuntimeException;

/** The host's command: load the plugins, print what became of each, and serve when asked to. */
public final class Main {
  private static final int USAGE_ERROR = 2;
  private static final int NARROWEST = 120;
  private static final int WIDEST = 200;

  private Main() {}

  /**
   * Runs the host, see {@link HostOptions#USAGE}, or one of the {@link HostCommands}. Ends with
   * exit code 0, also when plugins were refused: that is the host at work. 1 means that it could
   * not run, or that something which was admitted does not, or could not be read; 2 that an option
   * is wrong.
   */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments)));
  }

  private static int run(List<String> arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    if (HostCommands.isMeant(arguments)) {
      return HostCommands.run(arguments, out, err, width(System.getenv("COLUMNS")));
    }
    HostOptions options;
    try {
      options = HostOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE_ERROR;
    }
    try (Dashboard dashboard = Dashboard.open(options.configuration())) {
      print(dashboard, out, err);
      if (options.serve().isPresent()) {
        serve(dashboard, options.serve().get(), out);
      }
      return dashboard.isInWorkingOrder() ? 0 : 1;
    } catch (IOException
        | ConfigurationException
        | IllegalArgumentException
        | IllegalStateException
        | PluginRuntimeException e) {
      err.println("The host cannot run: " + e.getMessage());
      return 1;
    }
  }

  /**
   * Prints what became of interrupted changes, what is known of the host itself, the table of
   * plugins, then what each loaded extension contributes.
   *
   * @param err for changes that could not be put right
   */
  public static void print(Dashboard dashboard, PrintStream out, PrintStream err) {
    out.println();
    ConsoleReport.tell(dashboard.recoveries(), out, err);
    dashboard.host().ifPresent(host -> out.println(ConsoleReport.host(host)));
    out.print(ConsoleReport.table(dashboard.plugins(), width(System.getenv("COLUMNS"))));
    out.println();
    out.print(ConsoleReport.contributions(dashboard.contributions()));
    out.flush();
  }

  /**
   * Serves the pages until the process is ended.
   *
   * @throws IOException when the port cannot be had, or the password's file cannot be used
   */
  public static void serve(Dashboard dashboard, ServeOptions options, PrintStream out)
      throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    out.println();
    try (PageServer server = PageServer.start(dashboard, options, out)) {
      // Ctrl-C never returns here: the hook is what removes uploads and temporary sealed copies.
      Thread hook = new Thread(() -> close(server, dashboard), "close-host");
      Runtime.getRuntime().addShutdownHook(hook);
      out.println(
          "Serving " + server.address() + " and " + server.address() + "admin until Ctrl-C.");
      out.flush();
      ended.await();
    }
  }

  private static void close(PageServer server, Dashboard dashboard) {
    try {
      server.close();
    } finally {
      dashboard.close();
    }
  }

  /** Returns the console's width as the shell tells it, within what reads well. */
  static int width(@Nullable String columns) {
    if (columns == null || !columns.matches("[1-9][0-9]{0,4}")) {
      return NARROWEST;
    }
    return Math.max(NARROWEST, Math.min(WIDEST, Integer.parseInt(columns)));
  }
}
