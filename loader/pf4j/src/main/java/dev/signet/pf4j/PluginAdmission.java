package dev.signet.pf4j;

import dev.signet.Internal;
import dev.signet.bundle.Layout;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.pf4j.rescan.CoreFolder;
import dev.signet.pf4j.rescan.IntegrityWatch;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.pf4j.run.ManagerRules;
import dev.signet.pf4j.run.OwnDescriptorFinder;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.policy.Decision;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityReport;
import dev.signet.report.ScanTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/**
 * Decides which plugins a PF4J manager loads, and hands it sealed copies of these. Nothing of a
 * bundle is read by PF4J, and no class of it defined, before it was verified and admitted; what is
 * loaded afterwards is exactly what was verified.
 *
 * <p>A manager of any kind is made safe by two overrides, and {@link VerifyingPluginManager} has
 * them: see the package description, also for what decides among bundles found together.
 *
 * <p>Decisions may be read by any thread at any time. Loading is as thread-safe as the manager:
 * PF4J's are not.
 */
public final class PluginAdmission implements AutoCloseable {
  private final AdmissionSettings settings;
  private final AdmissionRuntime runtime;

  /** Opens the state directory, puts right what was interrupted, and checks the host's folder. */
  PluginAdmission(PluginManager manager, Optional<ManagerRules> rules, AdmissionSettings settings) {
    this.settings = settings;
    this.runtime = AdmissionRuntime.open(manager, rules, settings);
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
          return found == null ? null : found.runtime.loading();
        });
  }

  /**
   * Returns a finder for a manager's {@code createPluginDescriptorFinder()}: PF4J then takes each
   * bundle for what the reader of {@link Builder#descriptor} takes it for. For managers without a
   * finder of their own for such bundles.
   *
   * @param admission gives the manager's admission; called at each use, not before
   * @param usual reads where the admission has no reader: {@code
   *     super.createPluginDescriptorFinder()}
   */
  public static PluginDescriptorFinder descriptorFinder(
      Supplier<@Nullable PluginAdmission> admission, PluginDescriptorFinder usual) {
    Objects.requireNonNull(admission, "admission");
    return new OwnDescriptorFinder(
        Objects.requireNonNull(usual, "usual"),
        () -> {
          PluginAdmission found = admission.get();
          return found == null
              ? DescriptorForm.of(Layout.PLUGIN)
              : found.runtime.tools().engine().descriptorForm();
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
    return runtime.loading().load(Objects.requireNonNull(path, "path"), loader);
  }

  /**
   * Returns the latest decision on each source: every bundle of the last scan of the roots, and
   * what was loaded by its path.
   *
   * @return an unmodifiable copy; the keys are absolute paths
   */
  public Map<Path, Decision> decisions() {
    return runtime.tools().log().all();
  }

  /** Returns those of the {@link #decisions} that refuse; an unmodifiable copy. */
  public List<Decision> refusals() {
    return runtime.tools().log().refusals();
  }

  /**
   * Checks the host's own folder now. What is wrong is reported, and never stops the host. Files
   * that have not changed since the last check are not read again.
   *
   * @return the decision, which admits or warns
   * @throws IllegalStateException when the host named no folder ({@code core(...)})
   */
  public Decision verifyCore() {
    return runtime.verifyCore();
  }

  /** Returns the latest decision on the host's own folder; empty when the host named none. */
  public Optional<Decision> coreDecision() {
    return integrity().core().flatMap(CoreFolder::latest);
  }

  /** Returns all that is to be seen of results and rescans. */
  @Internal
  public IntegrityWatch integrity() {
    return runtime.integrity();
  }

  /**
   * Returns what became of changes to the plugins roots that a crash, a kill or a full disk had
   * interrupted: they were finished or undone when this admission was built, or by a later change.
   * One that could not be put right stays here until it is. As a rule there are none.
   *
   * @return in the order in which they were found; unmodifiable
   */
  public List<InstallRecovery> recoveries() {
    return runtime.tools().recoveries().all();
  }

  /** Returns where the bundle lies whose sealed copy this is. */
  public Optional<Path> sourceOf(Path sealed) {
    return runtime.tools().sources().sourceOf(BundleDiscovery.normalise(sealed));
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
    runtime.lifecycle().requireOpen();
    runtime.reassessment().run();
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
    return integrity().rescan();
  }

  /**
   * Reads one target again, else like {@link #rescan()}.
   *
   * @return the rescan, or the one that is running already, of whatever target
   * @throws IllegalArgumentException when it is not one of those the {@link #report} names
   * @throws IllegalStateException after {@link #close}
   */
  public Rescan rescan(ScanTarget target) {
    return integrity().rescan(target);
  }

  /**
   * Reads every bundle of a plugin again, else like {@link #rescan()}.
   *
   * @param id the plugin's id as the latest result of one names it, or {@code core}
   * @throws IllegalArgumentException when no result is of this id
   * @throws IllegalStateException after {@link #close}
   */
  public Rescan rescan(String id) {
    return integrity().rescan(id);
  }

  /** Returns the rescan that was asked for last, running or ended; empty for none so far. */
  public Optional<Rescan> latestRescan() {
    return integrity().latestRescan();
  }

  /**
   * Returns all there is to show: the latest result of each bundle and of the host's own folder,
   * what was never scanned, what failed, and how up to date trust is. Lists the roots, reads no
   * bundle.
   */
  public IntegrityReport report() {
    return integrity().report();
  }

  /**
   * Returns what this host remembers of its plugins. A plugin stays remembered when it is deleted:
   * {@link SigningLedger#forget} is the way to let its next release be unsigned, and {@link
   * SigningLedger#reset} the way out of a damaged ledger. Not to be used after {@link #close}.
   */
  public SigningLedger ledger() {
    return runtime.tools().engine().ledger();
  }

  /**
   * Stops and unloads every plugin of the manager, deletes the copies nobody needs, and lets go of
   * the state directory. Nothing can be loaded afterwards. Closing again does nothing.
   */
  @Override
  public void close() {
    runtime.close();
  }

  /** Returns what an installer works with. */
  @Internal
  public AdmissionTools tools() {
    return runtime.tools();
  }

  /** Returns where the host keeps its state; empty when that is temporary. */
  @Internal
  public Optional<Path> stateDirectory() {
    return settings.folders().state();
  }

  /** Runs one change at a time; empty when another one goes on, or is what this is part of. */
  @Internal
  public <T> Optional<T> changing(Duration patience, Supplier<T> change) {
    return runtime.changing(patience, change);
  }

  /**
   * Returns a builder that starts from the options of this admission, so that a host which closes
   * it can open another one that differs in some of them.
   */
  public Builder toBuilder() {
    return builder().startFrom(settings);
  }

  AdmissionSettings settings() {
    return settings;
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
      return new PluginAdmission(
          Objects.requireNonNull(manager, "manager"), Optional.empty(), settings());
    }
  }
}
