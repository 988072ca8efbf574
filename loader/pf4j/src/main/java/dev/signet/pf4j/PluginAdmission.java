package dev.signet.pf4j;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.AdmittedPluginRepository;
import dev.signet.pf4j.load.AdmittedSources;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.DevelopmentMode;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.load.IntegrityRecorder;
import dev.signet.pf4j.load.LatestDecisions;
import dev.signet.pf4j.load.LoadedPlugins;
import dev.signet.pf4j.load.PluginPaths;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.pf4j.load.PluginShutdown;
import dev.signet.pf4j.load.QuarantinedPlugins;
import dev.signet.pf4j.load.Reassessment;
import dev.signet.pf4j.load.RunRules;
import dev.signet.pf4j.rescan.CoreFolder;
import dev.signet.pf4j.rescan.IntegrityWatch;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.pf4j.rescan.RescanWork;
import dev.signet.pf4j.rescan.ScanTargets;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InterruptedInstalls;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityReport;
import dev.signet.report.ScanTarget;
import dev.signet.trust.TrustSource;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/**
 * Decides which plugins a PF4J manager loads, and hands it sealed copies of these. Nothing of a
 * bundle is read by PF4J, and no class of it defined, before it was verified and admitted; what is
 * loaded afterwards is exactly what was verified.
 *
 * <p>A manager of any kind is made safe by two overrides, see the package description. {@link
 * VerifyingPluginManager} has them.
 *
 * <p>Among bundles found together:
 *
 * <ul>
 *   <li>Of several with one id, the one somebody vouches for is loaded, among equals the highest
 *       version, among equals the first in PF4J's order; the others are refused ({@code
 *       DUPLICATE_ID}). A folder beside an archive of the same name is refused likewise.
 *   <li>What needs a plugin that is not there, or not in a version that fits ({@code
 *       DEPENDENCY_UNMET}), or one that is refused ({@code DEPENDENCY_REFUSED}), is refused with
 *       all that needs it, on every channel: PF4J's resolver would else throw for all. Optional
 *       dependencies do not count.
 *   <li>What somebody vouches for and yet relies on what nobody does, also through others or
 *       optionally, is reported ({@code LESS_TRUSTED_DEPENDENCY}); the host may have what needs it
 *       at first hand refused.
 *   <li>What is about to be loaded is recorded in the ledger first.
 * </ul>
 *
 * <p>Decisions may be read by any thread at any time. Loading is as thread-safe as the manager:
 * PF4J's are not.
 */
public final class PluginAdmission implements AutoCloseable {
  private final PluginManager manager;
  private final Engine gate;
  private final AdmittedSources sources;
  private final QuarantinedPlugins disarmed;
  private final DevelopmentMode development;
  private final Reassessment reassessment;
  private final LatestDecisions log;
  private final IntegrityRecorder recorder;
  private final LoadedPlugins loaded = new LoadedPlugins();
  private final RunRules runRules;
  private final IntegrityWatch integrity;
  private final BundleDiscovery discovery;
  private final PluginPaths paths = new Paths();
  private final ReentrantLock changing = new ReentrantLock();
  private volatile List<InstallRecovery> recoveries = List.of();
  private Optional<Path> stateDirectory = Optional.empty();
  private TrustSource.Subscription subscription = () -> {};
  private boolean closed;

  PluginAdmission(
      PluginManager manager, Engine gate, BundleDiscovery discovery, Reassessment.Settings later) {
    this.manager = manager;
    this.gate = gate;
    this.discovery = discovery;
    this.recorder = new IntegrityRecorder(gate, later.listeners(), loaded);
    this.log = new LatestDecisions(recorder);
    this.runRules =
        new RunRules(
            manager,
            new VersionRules(manager::getVersionManager),
            manager instanceof VerifyingPluginManager own
                ? Optional.of(own.rules())
                : Optional.empty());
    this.sources = new AdmittedSources(manager, gate, discovery, log, runRules);
    this.disarmed = new QuarantinedPlugins(manager);
    this.development = new DevelopmentMode(manager, gate, log);
    this.reassessment = new Reassessment(manager, gate, log, later);
    ScanTargets targets = new ScanTargets(manager, discovery, development, loaded);
    this.integrity =
        new IntegrityWatch(
            new RescanWork.Tools(
                gate,
                targets,
                development,
                sources.looks(),
                new VersionRules(manager::getVersionManager),
                recorder),
            loaded,
            runRules);
  }

  /** Judges loaded plugins again whenever trust changes. */
  void follow(TrustSource trust) {
    subscription = trust.onChange(reassessment::trustChanged);
    reassessment.afterwards(recorder::flush);
  }

  /** Finishes or undoes what was interrupted in these roots before PF4J looks into them. */
  void recover(List<Path> roots) {
    roots.stream()
        .map(BundleDiscovery::normalise)
        .distinct()
        .forEach(root -> recovered(root, InterruptedInstalls.recover(root)));
  }

  /**
   * Takes note of what was put right in a root, or could not be. What failed before may have been
   * by now, and what cannot be deleted is found again each time.
   */
  @Internal
  public synchronized void recovered(Path root, List<InstallRecovery> found) {
    List<InstallRecovery> all = new ArrayList<>(recoveries);
    all.removeIf(
        known ->
            found.contains(known)
                || (known.outcome() == InstallRecovery.Outcome.FAILED
                    && known.root().equals(root)));
    all.addAll(found);
    recoveries = List.copyOf(all);
  }

  /** Takes note of where the host keeps its state. */
  void keepsStateIn(@Nullable Path directory) {
    stateDirectory = Optional.ofNullable(directory);
  }

  /** Returns a builder without any option set. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the repository of a manager's {@code createPluginRepository()}: its plugin paths are
   * the sealed copies of the bundles admitted from the manager's roots.
   *
   * @param admission gives the manager's admission; called at each use, not before, since PF4J asks
   *     for the repository before a subclass has set its fields
   */
  public static PluginRepository repository(Supplier<@Nullable PluginAdmission> admission) {
    Objects.requireNonNull(admission, "admission");
    return new AdmittedPluginRepository(
        () -> {
          PluginAdmission found = admission.get();
          return found == null ? null : found.paths;
        });
  }

  /**
   * Loads one plugin: the body of a manager's {@code loadPluginFromPath(path)}.
   *
   * <p>A path that the repository gave out is loaded as admitted, once. Any other one is admitted
   * first; the path of a sealed copy, as {@code getPluginPath()} of a loaded plugin returns it,
   * stands for the source it was made from. In PF4J's development mode the path is loaded in place.
   *
   * @param loader the manager's own way to load a path: {@code super::loadPluginFromPath}
   * @return what the loader returned
   * @throws PluginRejectedException when the plugin is refused, or when PF4J read another id or
   *     version than the verified one
   * @throws PluginRuntimeException as the loader throws it
   * @throws IllegalStateException after {@link #close}
   */
  public PluginWrapper load(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    Objects.requireNonNull(path, "path");
    requireOpen();
    try {
      return development.isOn() ? loadInPlace(path, loader) : loadSealed(path, loader);
    } finally {
      flush();
    }
  }

  private PluginWrapper loadInPlace(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    PluginWrapper wrapper = requireLoaded(development.load(path, loader), path);
    loaded.add(BundleDiscovery.normalise(path), wrapper);
    return wrapper;
  }

  private PluginWrapper loadSealed(Path path, Function<Path, @Nullable PluginWrapper> loader) {
    disarmed.unload();
    SealedBundle bundle = sources.redeem(BundleDiscovery.normalise(path));
    int changes = reassessment.changes();
    reassessment.requireAdmitted(bundle);
    PluginWrapper wrapper = apply(loader, bundle);
    if (isClosed()) {
      QuarantinedPlugins.unload(manager, wrapper);
      requireOpen();
    }
    requireVerifiedDescriptor(bundle, wrapper);
    sources.loaded(bundle);
    loaded.add(bundle.source(), wrapper);
    reassessment.loaded(bundle, wrapper, changes);
    return wrapper;
  }

  /**
   * Returns the latest decision on each source: every bundle of the last scan of the roots, and
   * what was loaded by its path.
   *
   * @return an unmodifiable copy; the keys are absolute paths
   */
  public Map<Path, Decision> decisions() {
    return log.all();
  }

  /** Returns those of the {@link #decisions} that refuse; an unmodifiable copy. */
  public List<Decision> refusals() {
    return log.refusals();
  }

  /**
   * Checks the host's own folder now. What is wrong is reported, and never stops the host. Files
   * that have not changed since the last check are not read again.
   *
   * @return the decision, which admits or warns
   * @throws IllegalStateException when the host named no folder ({@code core(...)})
   */
  public Decision verifyCore() {
    CoreFolder folder =
        integrity
            .core()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The host's own folder is not known: name it by core(...) on the builder"));
    Decision decision = folder.verify(gate, recorder);
    flush();
    return decision;
  }

  /** Returns the latest decision on the host's own folder; empty when the host named none. */
  public Optional<Decision> coreDecision() {
    return integrity.core().flatMap(CoreFolder::latest);
  }

  /** Checks the host's own folder, now and whenever it is asked to. */
  void watch(CoreFolder folder) {
    integrity.watch(folder);
    verifyCore();
  }

  /** Returns all that is to be seen of results and rescans. */
  @Internal
  public IntegrityWatch integrity() {
    return integrity;
  }

  /**
   * Returns what became of changes to the plugins roots that a crash, a kill or a full disk had
   * interrupted: they were finished or undone when this admission was built, or by a later change.
   * One that could not be put right stays here until it is. As a rule there are none.
   *
   * @return in the order in which they were found; unmodifiable
   */
  public List<InstallRecovery> recoveries() {
    return recoveries;
  }

  /** Returns where the bundle lies whose sealed copy this is. */
  public Optional<Path> sourceOf(Path sealed) {
    return sources.sourceOf(BundleDiscovery.normalise(sealed));
  }

  /**
   * Judges every loaded plugin again, as of now and by the trust of now, on this thread: tells
   * listeners of what has changed, and stops what is to be stopped. Done by itself whenever trust
   * changes; a host that runs for months calls it once a day, since certificates also run out.
   * Plugins loaded in PF4J's development mode are left out.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public void reassess() {
    requireOpen();
    reassessment.run();
  }

  /**
   * Reads all that lies in the roots again, what is loaded from elsewhere, and the host's own
   * folder, in the background, and judges it as the next start would. Nothing is loaded, unloaded
   * or replaced: a changed source of a running plugin is only reported.
   *
   * @return the rescan, or the one that is running already: there is one at a time
   * @throws IllegalStateException after {@link #close}
   */
  public Rescan rescan() {
    return integrity.rescan();
  }

  /**
   * Reads one target again, else like {@link #rescan()}.
   *
   * @return the rescan, or the one that is running already, of whatever target
   * @throws IllegalArgumentException when it is none of those the {@link #report} names
   * @throws IllegalStateException after {@link #close}
   */
  public Rescan rescan(ScanTarget target) {
    return integrity.rescan(target);
  }

  /**
   * Reads every bundle of a plugin again, else like {@link #rescan()}.
   *
   * @param id the plugin's id as the latest result of one names it, or {@code core}
   * @throws IllegalArgumentException when no result is of this id
   * @throws IllegalStateException after {@link #close}
   */
  public Rescan rescan(String id) {
    return integrity.rescan(id);
  }

  /** Returns the rescan that was asked for last, running or ended; empty for none so far. */
  public Optional<Rescan> latestRescan() {
    return integrity.latestRescan();
  }

  /**
   * Returns all there is to show: the latest result of each bundle and of the host's own folder,
   * what was never scanned, what failed, and how up to date trust is. Lists the roots, reads no
   * bundle.
   */
  public IntegrityReport report() {
    return integrity.report();
  }

  /** Returns the host's policy. */
  @Internal
  public SignaturePolicy policy() {
    return gate.policy();
  }

  /**
   * Returns what this host remembers of its plugins. A plugin stays remembered when it is deleted:
   * {@link SigningLedger#forget} is the way to let its next release be unsigned, and {@link
   * SigningLedger#reset} the way out of a damaged ledger. Not to be used after {@link #close}.
   */
  public SigningLedger ledger() {
    return gate.ledger();
  }

  /**
   * Stops and unloads every plugin of the manager, deletes the copies nobody needs, and lets go of
   * the state directory. Nothing can be loaded afterwards. Closing again does nothing.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    subscription.close();
    reassessment.close();
    integrity.close();
    try {
      PluginShutdown.unloadAll(manager);
    } finally {
      sources.close();
    }
  }

  /** Returns what an installer works with. */
  @Internal
  public Internals internals() {
    return new Internals(gate, sources, discovery, log, runRules);
  }

  /** What decides and remembers here. */
  @Internal
  public record Internals(
      Engine gate,
      AdmittedSources sources,
      BundleDiscovery discovery,
      LatestDecisions log,
      RunRules runRules) {}

  @Internal
  public Optional<Path> stateDirectory() {
    return stateDirectory;
  }

  /**
   * Runs one change to the plugins at a time.
   *
   * @param patience how long to wait for another one
   * @return what it returns; empty when another one goes on, or is what this is part of
   * @throws IllegalStateException after {@link #close}, and in PF4J's development mode
   */
  @Internal
  public <T> Optional<T> changing(Duration patience, Supplier<T> change) {
    requireOpen();
    if (development.isOn()) {
      throw new IllegalStateException(
          "PF4J runs in development mode: plugins are loaded in place, and none are installed");
    }
    if (changing.isHeldByCurrentThread() || !isMyTurn(patience)) {
      return Optional.empty();
    }
    try {
      requireOpen();
      disarmed.unload();
      return Optional.of(change.get());
    } finally {
      changing.unlock();
      flush();
    }
  }

  private boolean isMyTurn(Duration patience) {
    try {
      return changing.tryLock() || changing.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Not amid a change: a listener may wait for somebody who waits for its end. */
  private void flush() {
    if (!changing.isHeldByCurrentThread()) {
      recorder.flush();
    }
  }

  private final class Paths implements PluginPaths {
    @Override
    public List<Path> all() {
      requireOpen();
      disarmed.unload();
      try {
        return development.isOn()
            ? development.pluginPaths()
            : sources.scan().stream().map(SealedBundle::path).toList();
      } finally {
        flush();
      }
    }

    @Override
    public boolean delete(Path pluginPath) {
      requireOpen();
      try {
        return development.isOn()
            ? development.delete(pluginPath)
            : sources.delete(BundleDiscovery.normalise(pluginPath));
      } finally {
        flush();
      }
    }
  }

  /**
   * Loads the sealed copy. PF4J passes over a plugin only for its own exceptions; what its parsers
   * throw for a descriptor's texts would keep all others from loading.
   */
  private PluginWrapper apply(Function<Path, @Nullable PluginWrapper> loader, SealedBundle bundle) {
    try {
      return requireLoaded(loader.apply(bundle.path()), bundle.source());
    } catch (PluginRuntimeException e) {
      notLoaded(bundle, e);
      throw e;
    } catch (LinkageError e) {
      // Of a host's own loader, which finds out only now what the plugin was compiled against.
      notLoaded(bundle, e);
      throw new PluginRuntimeException(e, "Plugin {} cannot be loaded", bundle.id());
    } catch (RuntimeException | StackOverflowError e) {
      Finding finding =
          Finding.of(
              Reason.DESCRIPTOR_MISMATCH,
              "The plugin manager cannot make sense of its descriptor: " + e + ".");
      PluginRejectedException rejected =
          sources.reject(bundle.source(), bundle.decision().verdict(), finding);
      rejected.initCause(e);
      throw rejected;
    }
  }

  private void notLoaded(SealedBundle bundle, Throwable cause) {
    if (manager.getPlugin(bundle.id()) == null) {
      loaded.failed(bundle.source(), cause);
    }
  }

  private static PluginWrapper requireLoaded(@Nullable PluginWrapper wrapper, Path path) {
    if (wrapper == null) {
      throw new PluginRuntimeException("The plugin manager loads nothing from {}", path);
    }
    return wrapper;
  }

  private void requireVerifiedDescriptor(SealedBundle bundle, PluginWrapper wrapper) {
    String id = wrapper.getPluginId();
    String version = wrapper.getDescriptor().getVersion();
    if (bundle.id().equals(id) && bundle.version().equals(version)) {
      return;
    }
    Finding finding =
        Finding.of(
            Reason.DESCRIPTOR_MISMATCH,
            String.format(
                Locale.ROOT,
                "It was verified as '%s' %s, but the plugin manager takes it for '%s' %s.",
                bundle.id(),
                bundle.version(),
                id,
                version));
    if (!policy().isEnforcing()) {
      Decision latest = log.all().getOrDefault(bundle.source(), bundle.decision());
      log.record(bundle.source(), latest.noting(finding));
      return;
    }
    PluginRejectedException rejected =
        sources.reject(bundle.source(), bundle.decision().verdict(), finding);
    disarmed.add(wrapper, rejected);
    throw rejected;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void requireOpen() {
    if (isClosed()) {
      throw new IllegalStateException("This PluginAdmission is closed; nothing is loaded any more");
    }
  }

  /** Options of an admission for a manager of the host's own kind. */
  public static final class Builder extends AdmissionOptions<Builder> {
    Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Opens the state directory and returns the admission of this manager.
     *
     * @param manager the manager whose two methods call the admission; its roots are known already
     * @throws IllegalStateException when a required option is missing, or the state directory is in
     *     use by another process, not safe, or inside a plugins root
     */
    public PluginAdmission build(PluginManager manager) {
      return open(Objects.requireNonNull(manager, "manager"));
    }
  }
}
