package dev.signet.sample.host.command;

import dev.signet.config.ConfigurationException;
import dev.signet.file.NameEncoding;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.ServeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginRuntimeException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/**
 * The host's command line. Without a command the host runs: it loads the plugins, tells what became
 * of each, and serves its pages when asked to.
 *
 * <p>The commands install, update, remove and list plugins, and mend what the host remembers of
 * them. The work is done by the same installer as on the admin page; nothing is decided here. The
 * host must not run then: a state directory is used by one process at a time.
 */
@Command(
    name = "signet-sample-host",
    synopsisSubcommandLabel = "[COMMAND]",
    description = "Runs the host, or changes the plugins of one that does not run.")
public final class HostCommands implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = CommandLine.ScopeType.INHERIT,
      defaultValue = "config/signet.yaml",
      description = "The host's settings; config/signet.yaml by default.")
  @SuppressWarnings("NullAway.Init") // Set before a command is run.
  private Path settings;

  @Mixin
  @SuppressWarnings("NullAway.Init") // Set before a command is run.
  private HostOptions options;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // Its mere presence counts.
  private boolean help;

  private final CommandOutput output;
  private final int width;

  private HostCommands(CommandOutput output, int width) {
    this.output = output;
    this.width = width;
  }

  /**
   * Runs the host, until it has told everything or is ended, or runs one command.
   *
   * @param width characters per line
   * @return of the host see {@link Main#main}; of a command 0 when it was done; 1 when it was
   *     refused or not done, or only a part of it, which is then told; 2 when the command line or
   *     the settings cannot be used, or the host runs
   */
  public static int run(List<String> arguments, PrintStream out, PrintStream err, int width) {
    CommandLine line = new CommandLine(new HostCommands(new CommandOutput(out, err), width));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.registerConverter(Path.class, HostCommands::path);
    line.registerConverter(BundleLocation.class, HostCommands::location);
    return line.execute(arguments.toArray(String[]::new));
  }

  private static Path path(String text) {
    try {
      return NameEncoding.path(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' " + e.getMessage());
    }
  }

  private static BundleLocation location(String text) {
    try {
      return BundleLocation.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** Runs the host. */
  @Override
  public Integer call() throws InterruptedException {
    Optional<ServeOptions> serve = options.serve();
    try (Dashboard dashboard = Dashboard.open(settings)) {
      HostRun.print(dashboard, output.out(), output.err(), width);
      if (serve.isPresent()) {
        HostRun.serve(dashboard, serve.get(), output.out());
      }
      return dashboard.isInWorkingOrder() ? CommandOutput.OK : CommandOutput.NOT_DONE;
    } catch (IOException
        | ConfigurationException
        | IllegalArgumentException
        | IllegalStateException
        | PluginRuntimeException e) {
      output.err().println("The host cannot run: " + e.getMessage());
      return CommandOutput.NOT_DONE;
    }
  }

  @Command(
      name = "plugin:install",
      description = "Verify a plugin that is not there yet, install and start it.")
  int install(
      @Parameters(paramLabel = "PATH", description = BundleLocation.DESCRIPTION)
          BundleLocation bundle,
      @Option(names = "--id", paramLabel = "ID", description = "The plugin it must be.")
          @Nullable String id,
      @Mixin ChangeOptions how) {
    return host()
        .change(
            bundle,
            request -> id == null ? request : request.withId(id),
            how,
            InstallAction.INSTALL);
  }

  @Command(
      name = "plugin:update",
      description = "Verify another release of a plugin and put it in the place of the old one.")
  int update(
      @Parameters(paramLabel = "ID", description = "The plugin.") String id,
      @Parameters(paramLabel = "PATH", description = BundleLocation.DESCRIPTION)
          BundleLocation bundle,
      @Option(names = "--allow-downgrade", description = "A lower version is meant.")
          boolean downgrade,
      @Mixin ChangeOptions how) {
    return host()
        .change(
            bundle,
            request -> downgrade ? request.withId(id).allowingLowerVersion() : request.withId(id),
            how,
            InstallAction.UPDATE);
  }

  @Command(
      name = "plugin:confirm",
      description = {
        "Take a plugin's new key, or its changed files, for its author's.",
        "Ask the author first, by another way than the one the release came by."
      })
  int confirm(
      @Parameters(paramLabel = "ID", description = "The plugin.") String id,
      @Option(
              names = "--key",
              paramLabel = "SHA256",
              description = "Only if this is the key that signs it, as the author has told you.")
          @Nullable String key,
      @Option(names = "--dry-run", description = "Only tell what would be confirmed.")
          boolean dryRun) {
    return host().during(dashboard -> new ConfirmCommand(output, dashboard, id).run(key, dryRun));
  }

  @Command(
      name = "plugin:repair",
      description = {
        "Put a plugin's modified or missing files right, from the copy this host has verified.",
        "What is there and is not the release's own is moved aside, never deleted."
      })
  int repair(
      @Parameters(
              paramLabel = "NAME",
              description = "The plugin, or its file or folder in the plugins folder.")
          String name,
      @Option(
              names = "--from",
              paramLabel = "PATH",
              description = "Instead of that copy: the very release, as a folder, zip or jar.")
          @Nullable Path release,
      @Option(names = "--dry-run", description = "Only list the files.") boolean dryRun) {
    return host()
        .during(dashboard -> new RepairCommand(output, dashboard, name).run(release, dryRun));
  }

  @Command(
      name = "plugin:remove",
      description = {
        "Uninstall a plugin. Its data stays.",
        "By --file also what is damaged, has no id, or is there twice."
      })
  int remove(
      @Parameters(paramLabel = "ID", arity = "0..1", description = "The plugin.")
          @Nullable String id,
      @Option(
              names = "--file",
              paramLabel = "NAME",
              description =
                  "Instead of an id: the file or folder in the plugins folder, and only that.")
          @Nullable String file,
      @Option(
              names = "--delete-data",
              description = "Delete what it has stored, too, also when it is gone already.")
          boolean withData) {
    if ((id == null) == (file == null) || (file != null && withData)) {
      return output.unusable("Name a plugin by its ID, or a file of the plugins folder by --file.");
    }
    return host()
        .during(
            dashboard ->
                id == null
                    ? StoppedHost.removeFile(dashboard, String.valueOf(file), output)
                    : output.result(
                        withData
                            ? dashboard.installer().uninstallWithData(id)
                            : dashboard.installer().uninstall(id)));
  }

  @Command(name = "plugin:list", description = "Check all plugins and tell what becomes of each.")
  int list() {
    return host()
        .during(
            dashboard -> {
              output.out().print(ConsoleReport.table(dashboard.plugins(), width));
              return dashboard.isInWorkingOrder() ? CommandOutput.OK : CommandOutput.NOT_DONE;
            });
  }

  @Command(
      name = "ledger:forget",
      description =
          "Forget what is remembered of a plugin: its next release may be unsigned, or a lower"
              + " version.")
  int forget(@Parameters(paramLabel = "ID", description = "The plugin.") String id) {
    return host()
        .during(
            dashboard -> {
              dashboard.ledger().forget(id);
              return output.done("Forgot what was remembered of '" + id + "'.");
            });
  }

  @Command(
      name = "ledger:reset",
      description = {
        "Forget what is remembered of all plugins; the way out of a damaged ledger.",
        "Each plugin then counts as seen for the first time. A damaged file is kept aside."
      })
  int reset() {
    return host()
        .during(
            dashboard -> {
              dashboard.ledger().reset();
              return output.done("Forgot what was remembered of all plugins.");
            });
  }

  private StoppedHost host() {
    return new StoppedHost(settings, output);
  }
}
