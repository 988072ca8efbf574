package dev.signet.sample.host;

import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityState;
import dev.signet.report.NotRunning;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.admin.Inspection;
import dev.signet.sample.host.admin.Installation;
import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import dev.signet.trust.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host itself: its plugins, what became of each, and what the running ones show.
 *
 * <p>{@link #open} is all a host developer has to write to have every plugin verified. Views may be
 * asked for by several threads at once.
 */
public final class Dashboard implements AutoCloseable {

  /**
   * The host's version, which plugins name in {@code plugin.requires}. Without one PF4J takes every
   * plugin for one that fits. A pre-release would count as lower than the release it leads to.
   */
  public static final String VERSION = "0.1.0";

  /** A widget and the id of the plugin it comes from. */
  private record Source(String plugin, Widget widget) {}

  /** Stands in for the widgets of a plugin whose extensions cannot be made. */
  private record BrokenWidget(String title, String cause) implements Widget {
    @Override
    public List<WidgetItem> items() {
      return List.of(new WidgetItem.Text("The extension cannot be made: " + cause));
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final HostConfiguration configuration;
  private final VerifyingPluginManager manager;
  private final SignedPluginInstaller installer;
  private volatile List<Source> widgets = List.of();

  private Dashboard(HostConfiguration configuration, VerifyingPluginManager manager) {
    this.configuration = configuration;
    this.manager = manager;
    this.installer = SignedPluginInstaller.of(manager);
    collectWidgets();
  }

  /** Those of plugins that are gone must not be shown, nor kept in memory. */
  private void collectWidgets() {
    List<Source> sources = new ArrayList<>();
    for (PluginWrapper plugin : manager.getStartedPlugins()) {
      for (Widget widget : widgets(plugin.getPluginId())) {
        sources.add(new Source(plugin.getPluginId(), widget));
      }
    }
    widgets = List.copyOf(sources);
  }

  /**
   * Loads and starts every plugin that the policy admits. One that does not start is logged, and
   * keeps no other one from running.
   *
   * @param file the host's settings
   * @throws ConfigurationException when one of them is wrong
   * @throws IllegalStateException when the state directory cannot be used
   * @throws IllegalArgumentException when plugins' data would lie among the plugins
   */
  public static Dashboard open(Path file) throws ConfigurationException {
    return open(
        file,
        manager -> {
          manager.loadPlugins();
          manager.startPlugins();
        });
  }

  /**
   * Loads every plugin that the policy admits and starts none: nothing of what they bring runs.
   *
   * @param file the host's settings
   * @throws ConfigurationException when one of them is wrong
   * @throws IllegalStateException when the state directory cannot be used
   * @throws IllegalArgumentException when plugins' data would lie among the plugins
   */
  public static Dashboard openStopped(Path file) throws ConfigurationException {
    return open(file, PluginManager::loadPlugins);
  }

  private static Dashboard open(Path file, Consumer<PluginManager> start)
      throws ConfigurationException {
    HostConfiguration configuration = HostConfiguration.read(file);
    try {
      VerifyingPluginManager manager = configuration.managerBuilder().build();
      try {
        manager.setSystemVersion(VERSION);
        start.accept(manager);
        return new Dashboard(configuration, manager);
      } catch (RuntimeException | Error e) {
        manager.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      configuration.close();
      throw e;
    }
  }

  /** Returns what became of changes that were interrupted before this host was opened. */
  public List<InstallRecovery> recoveries() {
    return manager.admission().recoveries();
  }

  /** Returns where the host keeps its state, for itself alone; empty when the settings say none. */
  Optional<Path> stateDirectory() {
    return configuration.stateDirectory();
  }

  /** Returns what was found in the host's own folder; empty when the settings name none. */
  public Optional<PluginStatus> host() {
    return manager
        .admission()
        .coreDecision()
        .map(decision -> PluginStatus.of(Path.of(Scope.CORE), decision));
  }

  /**
   * Returns what became of each plugin: first those that run, by name; and each plugins root that
   * cannot be listed.
   */
  public List<PluginStatus> plugins() {
    Map<Path, NotRunning> notRunning = notRunning();
    Stream<PluginStatus> roots =
        manager.report().states().stream()
            .filter(state -> !state.target().isCore())
            .filter(state -> !manager.decisions().containsKey(state.target().path()))
            .flatMap(
                state -> state.failure().map(why -> PluginStatus.of(state.target(), why)).stream());
    Stream<PluginStatus> plugins =
        manager.decisions().entrySet().stream()
            .map(
                entry -> {
                  PluginStatus status = PluginStatus.of(entry.getKey(), entry.getValue());
                  NotRunning problem = notRunning.get(entry.getKey());
                  return problem == null ? status : status.withNotRunning(problem);
                });
    return Stream.concat(plugins, roots)
        .sorted(Comparator.comparing(PluginStatus::isRefused).thenComparing(PluginStatus::plugin))
        .toList();
  }

  private Map<Path, NotRunning> notRunning() {
    Map<Path, NotRunning> problems = new HashMap<>();
    for (IntegrityState state : manager.report().states()) {
      state.notRunning().ifPresent(why -> problems.put(state.target().path(), why));
    }
    return problems;
  }

  /** Returns whether everything that was admitted runs, and every plugins root could be listed. */
  public boolean isInWorkingOrder() {
    return manager.report().states().stream()
        .noneMatch(state -> state.notRunning().isPresent() || state.failure().isPresent());
  }

  /** Returns what installs, updates and removes plugins of this host. */
  public SignedPluginInstaller installer() {
    return installer;
  }

  /** Returns what there is of plugins under a file's name, or its whole path. */
  public List<ScanTarget> targets(String name) {
    return manager.report().states().stream()
        .map(IntegrityState::target)
        .filter(target -> !target.isCore())
        .filter(target -> name.equals(target.fileName()) || name.equals(target.source()))
        .toList();
  }

  /**
   * Has the next release of a plugin tried when it is installed, though this one was not started.
   */
  public void tryNextRelease(String id) {
    PluginWrapper plugin = manager.getPlugin(id);
    if (plugin != null && plugin.getPluginState().isResolved()) {
      // An installer tries the next release of what has failed, and not of what was stopped.
      plugin.setPluginState(PluginState.FAILED);
    }
  }

  /** Returns what this host remembers of its plugins. */
  public SigningLedger ledger() {
    return manager.admission().ledger();
  }

  /** Returns what each extension of the running plugins shows right now, by plugin. */
  public List<Contribution> contributions() {
    return widgets.stream()
        .sorted(Comparator.comparing(Source::plugin))
        .map(source -> Contribution.of(source.plugin(), source.widget()))
        .toList();
  }

  /** Returns what administrators see and set going. */
  Inspection inspection() {
    return Inspection.of(manager.admission());
  }

  /** Returns what administrators change plugins by. */
  Installation installation() {
    return new Installation() {
      @Override
      public InstallPreview preview(InstallRequest request) {
        return installer.preview(request);
      }

      @Override
      public InstallResult installOrUpdate(InstallRequest request) {
        return changed(() -> installer.installOrUpdate(request));
      }

      @Override
      public InstallResult uninstall(String id, boolean withData) {
        return changed(() -> withData ? installer.uninstallWithData(id) : installer.uninstall(id));
      }

      @Override
      public InstallResult uninstall(ScanTarget target) {
        return changed(() -> installer.uninstall(target));
      }
    };
  }

  private synchronized InstallResult changed(Supplier<InstallResult> change) {
    try {
      return change.get();
    } finally {
      collectWidgets();
    }
  }

  /** Returns the page. */
  String page() {
    return DashboardPage.render(manager.report(), contributions());
  }

  private List<Widget> widgets(String plugin) {
    try {
      return manager.getExtensions(Widget.class, plugin);
    } catch (RuntimeException | Error e) {
      // Foreign code: a plugin that cannot make its extension must not stop the others.
      return List.of(new BrokenWidget(plugin, e.toString()));
    }
  }

  /** Stops the plugins and lets go of the state directory. */
  @Override
  public void close() {
    try {
      manager.close();
    } catch (Error e) {
      LOG.error("A plugin did not stop as it should; all of them are unloaded", e);
    } finally {
      configuration.close();
    }
  }
}
