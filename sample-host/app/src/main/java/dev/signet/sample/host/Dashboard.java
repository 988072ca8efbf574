package dev.signet.sample.host;

import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.config.HostFleet;
import dev.signet.oci.OciSource;
import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.wanted.ListFollower;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityState;
import dev.signet.sample.host.admin.Inspection;
import dev.signet.sample.host.admin.Installation;
import dev.signet.trust.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final HostConfiguration configuration;
  private final VerifyingPluginManager manager;
  private final SignedPluginInstaller installer;
  private final RunningWidgets widgets;

  private Dashboard(HostConfiguration configuration, VerifyingPluginManager manager) {
    this.configuration = configuration;
    this.manager = manager;
    this.installer = SignedPluginInstaller.of(manager);
    this.widgets = new RunningWidgets(manager);
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

  /** As {@link #open(Path)}, but starts no plugin: nothing of what they bring runs. */
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
        configuration.fleet().ifPresent(fleet -> fleet.report(manager.admission()));
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

  /** Returns what became of each plugin, and each plugins root that cannot be listed. */
  public List<PluginStatus> plugins() {
    return PluginStatus.all(manager.decisions(), manager.report().states());
  }

  /** Returns whether everything that was admitted runs, and every plugins root could be listed. */
  public boolean isInWorkingOrder() {
    return manager.report().states().stream()
        .noneMatch(state -> state.notRunning().isPresent() || state.failure().isPresent());
  }

  /** Has the host follow its fleet's list, if the settings name one; to be closed first. */
  public Optional<ListFollower> followList() {
    return configuration.follow(manager.admission());
  }

  /** Returns what installs, updates and removes plugins of this host. */
  public SignedPluginInstaller installer() {
    return installer;
  }

  /** Returns how bundles are fetched from registries. */
  public OciSource registries() {
    return configuration.registries();
  }

  /** Returns what is known of each plugin, and of the host itself. */
  public List<IntegrityState> states() {
    return manager.report().states();
  }

  /** Has the next release of a plugin tried once it is installed, though this one did not start. */
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

  /** Returns what waits for an administrator to confirm it. */
  public Confirmations confirmations() {
    return Confirmations.of(manager.admission());
  }

  /** Returns what each extension of the running plugins shows right now, by plugin. */
  public List<Contribution> contributions() {
    return widgets.contributions();
  }

  /** Returns what administrators see and set going. */
  Inspection inspection() {
    return Inspection.of(manager.admission(), configuration.fleet().map(HostFleet::nodes));
  }

  /** Returns what administrators change plugins by. */
  Installation installation() {
    return new WidgetInstallation(manager, installer, widgets);
  }

  /** Returns the page. */
  String page() {
    return DashboardPage.render(manager.report(), contributions());
  }

  /** Stops the plugins and lets go of the state directory. */
  @Override
  public void close() {
    try {
      configuration.fleet().ifPresent(HostFleet::stopReporting);
      manager.close();
    } catch (Error e) {
      LOG.error("A plugin did not stop as it should; all of them are unloaded", e);
    } finally {
      configuration.close();
    }
  }
}
