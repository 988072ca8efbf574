package dev.signet.pf4j;

import dev.signet.library.HostLibraries;
import dev.signet.pf4j.classes.OnReadPlugins;
import dev.signet.pf4j.load.AdmissionLifecycle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.AdmittedSources;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.DevelopmentMode;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.load.HostState;
import dev.signet.pf4j.load.IntegrityRecorder;
import dev.signet.pf4j.load.LatestDecisions;
import dev.signet.pf4j.load.LoadedPlugins;
import dev.signet.pf4j.load.PluginLoading;
import dev.signet.pf4j.load.Reassessment;
import dev.signet.pf4j.rescan.IntegrityWatch;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.pf4j.run.FleetDrift;
import dev.signet.pf4j.run.ManagerRules;
import dev.signet.pf4j.run.RunRules;
import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.pf4j.workspace.Recoveries;
import dev.signet.policy.Decision;
import dev.signet.trust.TrustSource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.pf4j.PluginManager;

/** All that an admission consists of while it is open: put together, started and closed as one. */
final class AdmissionRuntime implements AutoCloseable {
  private final AdmissionTools tools;
  private final AdmissionLifecycle lifecycle;
  private final Reassessment reassessment;
  private final PluginLoading loading;
  private final IntegrityWatch integrity;
  private TrustSource.Subscription subscription = () -> {};

  private AdmissionRuntime(
      PluginManager manager,
      Optional<ManagerRules> rules,
      AdmissionSettings settings,
      HostState state) {
    Engine engine = settings.engine(manager, state);
    LoadedPlugins loaded = new LoadedPlugins();
    BundleDiscovery discovery = new BundleDiscovery(settings.reading().kinds());
    IntegrityRecorder recorder =
        new IntegrityRecorder(engine, settings.later().listeners(), loaded);
    LatestDecisions log = new LatestDecisions(recorder);
    RunRules runs =
        new RunRules(
            manager, new VersionRules(manager::getVersionManager), rules, engine.descriptorForm());
    reassessment = new Reassessment(manager, engine, log, settings.later());
    tools =
        new AdmissionTools(
            manager,
            engine,
            discovery,
            recorder,
            log,
            loaded,
            runs,
            new AdmittedSources(manager, engine, discovery, log, runs),
            new DevelopmentMode(manager, engine, log),
            new Recoveries(),
            new FleetDrift(),
            settings.reading().checkedOnRead()
                ? Optional.of(new OnReadPlugins(manager, reassessment::copyChanged))
                : Optional.empty());
    lifecycle = new AdmissionLifecycle(recorder);
    loading = new PluginLoading(tools, reassessment, lifecycle);
    integrity = new IntegrityWatch(tools, settings.coreFolder(manager.getPluginsRoots()));
  }

  /** Whatever a start fails of, nothing stays open: no lock, no thread, no temporary folder. */
  static AdmissionRuntime open(
      PluginManager manager, Optional<ManagerRules> rules, AdmissionSettings settings) {
    // Before anything is written by libraries that do not fit.
    HostLibraries.check();
    HostState state = settings.openState(manager.getPluginsRoots());
    AutoCloseable opened = state;
    try {
      AdmissionRuntime runtime = new AdmissionRuntime(manager, rules, settings, state);
      opened = runtime;
      runtime.start(settings);
      return runtime;
    } catch (RuntimeException | Error e) {
      closeAfter(e, opened);
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, AutoCloseable opened) {
    try {
      opened.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  private void start(AdmissionSettings settings) {
    AdmissionLog.rules(settings.policy().enforcement());
    tools.manager().getPluginsRoots().stream()
        .map(BundleDiscovery::normalise)
        .distinct()
        .forEach(tools.recoveries()::recover);
    if (integrity.core().isPresent()) {
      verifyCore();
    }
    subscription = settings.trust().onChange(reassessment::trustChanged);
    settings.watching().rescanEvery().ifPresent(integrity::rescanEvery);
    if (settings.watching().jmx()) {
      integrity.showByJmx();
    }
  }

  AdmissionTools tools() {
    return tools;
  }

  AdmissionLifecycle lifecycle() {
    return lifecycle;
  }

  Reassessment reassessment() {
    return reassessment;
  }

  PluginLoading loading() {
    return loading;
  }

  IntegrityWatch integrity() {
    return integrity;
  }

  /** Checks the host's own folder, and tells what came of it. */
  Decision verifyCore() {
    Decision decision = integrity.verifyCore();
    lifecycle.tellResults();
    return decision;
  }

  /**
   * Runs one change to the plugins at a time.
   *
   * @param patience how long to wait for another one
   * @return what it returns; empty when another one goes on, or is what this is part of
   * @throws IllegalStateException after {@link #close}, and in PF4J's development mode
   */
  <T> Optional<T> changing(Duration patience, Supplier<T> change) {
    lifecycle.requireOpen();
    tools.development().requireOff();
    return lifecycle.changing(
        patience,
        () -> {
          loading.unloadQuarantined();
          return change.get();
        });
  }

  @Override
  public void close() {
    if (!lifecycle.close()) {
      return;
    }
    subscription.close();
    reassessment.close();
    integrity.close();
    try {
      PluginShutdown.unloadAll(tools.manager());
    } finally {
      tools.sources().close();
    }
  }
}
