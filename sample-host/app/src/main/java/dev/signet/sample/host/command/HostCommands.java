package dev.signet.sample.host.command;

import dev.signet.config.ConfigurationException;
import dev.signet.pf4j.InstallPreview;
import dev.signet.pf4j.InstallRequest;
import dev.signet.pf4j.InstallResult;
import dev.signet.pf4j.SignedPluginInstaller;
import dev.signet.policy.Decision;
import dev.signet.policy.LedgerException;
import dev.signet.sample.host.ConsoleReport;
import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.HostOptions;
import dev.signet.sample.host.PluginStatus;
import dev.signet.verdict.Printable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Installs, updates, removes and lists plugins, and mends what the host remembers of them. The work
 * is done by the same installer as on the admin page; nothing is decided here. The host must not
 * run: a state directory is used by one process at a time.
 */
@Command(
    name = "signet-sample-host",
    synopsisSubcommandLabel = "COMMAND",
    description = "Changes the plugins of a host that does not run.")
public final class HostCommands {
  /** It was done. */
  static final int OK = 0;

  /** It was refused, or could not be done; the plugins are as they were. */
  static final int NOT_DONE = 1;

  /** The command line or the settings cannot be used. */
  static final int USAGE = 2;

  @FunctionalInterface
  private interface Work {
    int on(Dashboard dashboard) throws LedgerException;
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = "config/signet.yaml",
      description = "The host's settings; config/signet.yaml by default.")
  @SuppressWarnings("NullAway.Init") // Set before a command is run.
  private Path settings;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // Its mere presence counts.
  private boolean help;

  private final PrintStream out;
  private final PrintStream err;
  private final int width;

  private HostCommands(PrintStream out, PrintStream err, int width) {
    this.out = out;
    this.err = err;
    this.width = width;
  }

  /** Returns whether these arguments name a command, and not merely options of the host. */
  public static boolean isMeant(List<String> arguments) {
    return !arguments.isEmpty() && (arguments.get(0).contains(":") || isHelp(arguments.get(0)));
  }

  private static boolean isHelp(String argument) {
    return argument.equals("-h") || argument.equals("--help");
  }

  /**
   * Runs one command.
   *
   * @param width characters per line
   * @return 0 when it was done; 1 when it was refused or could not be done, and the plugins are as
   *     they were; 2 when the command line or the settings cannot be used
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err, int width) {
    CommandLine line = new CommandLine(new HostCommands(out, err, width));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.getCommandSpec()
        .usageMessage()
        .footer("", "Without a command the host runs; " + HostOptions.USAGE);
    return line.execute(arguments.toArray(String[]::new));
  }

  @Command(
      name = "plugin:install",
      description = "Verify a plugin that is not there yet, install and start it.")
  int install(
      @Parameters(paramLabel = "PATH", description = "Folder, zip or jar; only read.") Path bundle,
      @Option(names = "--id", paramLabel = "ID", description = "The plugin it must be.")
          @Nullable String id,
      @Option(names = "--dry-run", description = "Only tell what would become of it.")
          boolean dryRun) {
    InstallRequest request = InstallRequest.of(bundle);
    return change(
        id == null ? request : request.withId(id), dryRun, SignedPluginInstaller::install);
  }

  @Command(
      name = "plugin:update",
      description = "Verify another release of a plugin and put it in the place of the old one.")
  int update(
      @Parameters(paramLabel = "ID", description = "The plugin.") String id,
      @Parameters(paramLabel = "PATH", description = "Folder, zip or jar; only read.") Path bundle,
      @Option(names = "--allow-downgrade", description = "A lower version is meant.")
          boolean downgrade,
      @Option(names = "--dry-run", description = "Only tell what would become of it.")
          boolean dryRun) {
    InstallRequest request = InstallRequest.of(bundle).withId(id);
    return change(
        downgrade ? request.allowingLowerVersion() : request,
        dryRun,
        SignedPluginInstaller::update);
  }

  @Command(name = "plugin:remove", description = "Uninstall a plugin. Its data stays.")
  int remove(
      @Parameters(paramLabel = "ID", description = "The plugin.") String id,
      @Option(names = "--delete-data", description = "Delete what it has stored, too.")
          boolean withData) {
    return during(
        dashboard ->
            withData
                ? told(dashboard.installer().uninstallWithData(id))
                : told(dashboard.installer().uninstall(id)));
  }

  @Command(name = "plugin:list", description = "Check all plugins and tell what becomes of each.")
  int list() {
    return during(
        dashboard -> {
          out.print(ConsoleReport.table(dashboard.plugins(), width));
          return OK;
        });
  }

  @Command(
      name = "ledger:forget",
      description =
          "Forget what is remembered of a plugin: its next release may be unsigned, or a lower"
              + " version.")
  int forget(@Parameters(paramLabel = "ID", description = "The plugin.") String id) {
    return during(
        dashboard -> {
          dashboard.ledger().forget(id);
          return said("Forgot what was remembered of '" + id + "'.");
        });
  }

  @Command(
      name = "ledger:reset",
      description = {
        "Forget what is remembered of all plugins; the way out of a damaged ledger.",
        "Each plugin then counts as seen for the first time. A damaged file is kept aside."
      })
  int reset() {
    return during(
        dashboard -> {
          dashboard.ledger().reset();
          return said("Forgot what was remembered of all plugins.");
        });
  }

  private int change(
      InstallRequest request,
      boolean dryRun,
      BiFunction<SignedPluginInstaller, InstallRequest, InstallResult> change) {
    if (Files.notExists(request.bundle(), LinkOption.NOFOLLOW_LINKS)) {
      err.println(Printable.of("There is no " + request.bundle() + "; check the name."));
      return USAGE;
    }
    return during(
        dashboard ->
            dryRun
                ? foretold(request, dashboard.installer().preview(request))
                : told(request, change.apply(dashboard.installer(), request)));
  }

  private int during(Work work) {
    try (Dashboard dashboard = Dashboard.open(settings)) {
      return work.on(dashboard);
    } catch (ConfigurationException
        | LedgerException
        | UncheckedIOException
        | IllegalStateException e) {
      err.println("Not done: " + Printable.of(String.valueOf(e.getMessage())));
      return USAGE;
    }
  }

  private int told(InstallRequest request, InstallResult result) {
    Optional<Decision> refusal =
        result.fold(
            done -> Optional.empty(),
            refused -> Optional.of(refused.decision()),
            notDone -> Optional.empty(),
            unfinished -> Optional.empty());
    if (refusal.isEmpty()) {
      return told(result);
    }
    err.println(Printable.of("Refused: " + request.bundle()));
    err.print(ConsoleReport.details(PluginStatus.of(request.bundle(), refusal.get())));
    return NOT_DONE;
  }

  private int told(InstallResult result) {
    (result.isDone() ? out : err).println(result.explanation());
    return result.isDone() ? OK : NOT_DONE;
  }

  private int foretold(InstallRequest request, InstallPreview preview) {
    boolean admitted = preview.decision().isAdmitted();
    Optional<String> old = preview.installedVersion();
    said(
        (admitted ? "Would " : "Would not ")
            + preview.action().word()
            + " '"
            + preview.id()
            + "' "
            + preview.version()
            + old.map(version -> " in the place of " + version).orElse("")
            + ".");
    out.print(ConsoleReport.details(PluginStatus.of(request.bundle(), preview.decision())));
    if (!preview.restarted().isEmpty()) {
      said("Would be started again: " + String.join(", ", preview.restarted()) + ".");
    }
    return admitted ? OK : NOT_DONE;
  }

  private int said(String text) {
    out.println(Printable.of(text));
    return OK;
  }
}
