package dev.signet.pf4j;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Exclusions;
import dev.signet.bundle.Layout;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.pf4j.load.Reassessment;
import dev.signet.pf4j.load.WhenRefusedLater;
import dev.signet.policy.DowngradeRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.VersionOrder;
import dev.signet.report.IntegrityListener;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Durations;
import dev.signet.verify.Expectation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a host decides about its plugins. Trust and requirement have no default: each host chooses
 * them knowingly. Nothing here is ever read from a plugins folder, the environment or a system
 * property.
 *
 * @param <B> the builder that is configured
 */
public abstract sealed class AdmissionOptions<B extends AdmissionOptions<B>>
    permits PluginAdmission.Builder, VerifyingPluginManager.Builder {
  private SignaturePolicy.Builder policy = SignaturePolicy.builder();
  private @Nullable TrustSource trust;
  private Optional<Path> stateDirectory = Optional.empty();
  private Optional<SigningLedger> ledger = Optional.empty();
  private Limits limits = Limits.DEFAULT;
  private ReadingThreads threads = ReadingThreads.ofAllCores();
  private Clock clock = Clock.systemUTC();
  private Set<BundleKind> kinds = EnumSet.allOf(BundleKind.class);
  private Layout layout = Layout.PLUGIN;
  private Exclusions exclusions = Exclusions.NONE;
  private Optional<Path> core = Optional.empty();
  private final List<Path> keptInCore = new ArrayList<>();
  private boolean coreSignsPlugins;
  private final List<IntegrityListener> listeners = new ArrayList<>();
  private WhenRefusedLater whenRefusedLater = WhenRefusedLater.REPORT;
  private Executor reassessOn = Runnable::run;
  private Optional<Duration> rescanEvery = Optional.empty();
  private boolean jmx;

  AdmissionOptions() {}

  abstract B self();

  /**
   * Sets whose signatures count: a {@code TrustStore}, or a {@code LiveTrust} that changes while
   * the host runs, which whoever opened it closes after the manager. Required.
   */
  public B trust(TrustSource trust) {
    this.trust = Objects.requireNonNull(trust, "trust");
    return self();
  }

  /** Sets which plugins must be signed. Required. */
  public B require(SignatureRequirement requirement) {
    policy.require(requirement);
    return self();
  }

  /** Sets the host's release channel; {@link ReleaseChannel#STABLE}, which enforces, unless set. */
  public B channel(ReleaseChannel channel) {
    policy.channel(channel);
    return self();
  }

  /**
   * Sets the folder for sealed copies, their index and the ledger ({@code ledger.json}): the host's
   * own, owner-only, outside every plugins root, for one process at a time. Unless set, a private
   * temporary one is used and deleted at close: every start then verifies anew, and which plugins
   * were signed before is remembered only until then, which is logged as a warning.
   */
  public B stateDirectory(Path stateDirectory) {
    this.stateDirectory = Optional.of(Objects.requireNonNull(stateDirectory, "stateDirectory"));
    return self();
  }

  /**
   * Sets where it is remembered which plugins were signed, and in which version; a file in the
   * state directory unless set. The host closes its own ledger itself, after the manager.
   */
  public B ledger(SigningLedger ledger) {
    this.ledger = Optional.of(Objects.requireNonNull(ledger, "ledger"));
    return self();
  }

  /**
   * Sets what is done with a plugin of a lower version than the highest one admitted before; {@link
   * DowngradeRule#WARN} unless set. Versions are compared as the manager's {@code VersionManager}
   * does, by several threads at once; where it cannot, by {@link VersionOrder#semantic}; where that
   * cannot either, the version is reported as if it were lower.
   */
  public B downgrades(DowngradeRule rule) {
    policy.downgrades(rule);
    return self();
  }

  /**
   * Refuses a plugin that somebody vouches for when it needs one that nobody does, and one that
   * nobody vouches for when it comes later than what would use it; unless set, both are admitted
   * and reported.
   */
  public B refuseLessTrustedDependencies() {
    policy.refuseLessTrustedDependencies();
    return self();
  }

  /** Adds ids of plugins that must be signed under {@link SignatureRequirement#FEATURED}. */
  public B featured(String... ids) {
    policy.featured(Set.copyOf(List.of(ids)));
    return self();
  }

  /**
   * Adds ids of plugins that may be unsigned; one that is signed must still be signed rightly, and
   * one that was signed before must stay signed until the {@link PluginAdmission#ledger} forgets
   * it.
   */
  public B allowUnsigned(String... ids) {
    policy.allowUnsigned(Set.copyOf(List.of(ids)));
    return self();
  }

  /** Sets how large a bundle may be; {@link Limits#DEFAULT} unless set. */
  public B limits(Limits limits) {
    this.limits = Objects.requireNonNull(limits, "limits");
    return self();
  }

  /**
   * Sets how many threads may read one bundle, 1 or more, the calling one included; as many as the
   * JVM has cores unless set. However many, what is found is the same.
   */
  public B threads(int count) {
    this.threads = ReadingThreads.of(count);
    return self();
  }

  /** Sets the clock certificates are judged by; the system's unless set. */
  public B clock(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return self();
  }

  /**
   * Sets what is looked for in the roots; all kinds unless set. For managers whose loader cannot
   * load every kind: PF4J's {@code JarPluginManager} gives up on all plugins over a folder.
   *
   * @throws IllegalArgumentException when there is none
   */
  public B kinds(BundleKind... kinds) {
    if (kinds.length == 0) {
      throw new IllegalArgumentException("kinds is empty: no plugin would ever be found");
    }
    this.kinds = EnumSet.copyOf(List.of(kinds));
    return self();
  }

  /**
   * Adds somebody who is told when trust in a loaded plugin changes, when a scan finds something
   * else than the one before, and when one fails.
   */
  public B listener(IntegrityListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return self();
  }

  /**
   * Has everything read again at this interval, see {@link PluginAdmission#rescan()}; never unless
   * set. The interval goes on over restarts where there is a state directory.
   *
   * @throws IllegalArgumentException when it is not positive, or longer than 36,500 days
   */
  public B rescanEvery(Duration interval) {
    rescanEvery = Optional.of(Durations.requirePositive(interval, "rescanEvery"));
    return self();
  }

  /**
   * Shows results and a rescan operation as an MBean, until the manager is closed: {@code
   * dev.signet:type=Integrity,name=1}, or the next number that is free. Unless called, there is
   * none. Needs the module {@code java.management}.
   */
  public B jmx() {
    jmx = true;
    return self();
  }

  /**
   * Sets what happens to a loaded plugin that would be refused now; {@link WhenRefusedLater#REPORT}
   * unless set.
   */
  public B whenRefusedLater(WhenRefusedLater action) {
    this.whenRefusedLater = Objects.requireNonNull(action, "action");
    return self();
  }

  /**
   * Sets where loaded plugins are judged again after trust has changed, listeners are told and
   * plugins stopped; the trust source's own thread unless set. PF4J's managers are not thread-safe:
   * a host that loads or starts plugins while it runs, and wants them stopped, sets the executor on
   * which it does so.
   */
  public B reassessOn(Executor executor) {
    this.reassessOn = Objects.requireNonNull(executor, "executor");
    return self();
  }

  /**
   * Sets where plugins keep {@code signature.json} and what is no part of them; {@link
   * Layout#PLUGIN} unless set.
   *
   * @throws IllegalArgumentException when it is the layout of a host's folder
   */
  public B layout(Layout layout) {
    if (layout.isCore()) {
      throw new IllegalArgumentException("layout: " + layout + " is that of a host's own folder");
    }
    this.layout = layout;
    return self();
  }

  /**
   * Lets a certificate for {@code core} vouch for any plugin, as the original systems do. Whoever
   * holds that certificate's key can then sign every plugin; without this, only the host's own
   * code.
   */
  public B coreSignsPlugins() {
    coreSignsPlugins = true;
    return self();
  }

  /**
   * Puts up with files of one plugin, whatever their content: what is wrong with them is reported
   * and does not refuse the plugin, and they are never loaded. Has no effect on a single jar, which
   * is loaded whole, nor on descriptors.
   *
   * @param id the plugin's id, or {@code core}
   * @param globs paths within the bundle, see {@link Exclusions#with}
   * @throws IllegalArgumentException when the id or a glob cannot be one
   */
  public B exclude(String id, String... globs) {
    exclusions = exclusions.with(id, Set.copyOf(List.of(globs)));
    return self();
  }

  /**
   * Names the host's own folder, which is then checked when the manager is built, and again by
   * {@link PluginAdmission#verifyCore}. It is signed by a certificate for {@code core}, in {@code
   * core/signature.json}. A failed check warns, and never stops the host. Plugins roots and state
   * directory are left out where they lie in it.
   */
  public B core(Path folder) {
    core = Optional.of(folder.toAbsolutePath().normalize());
    return self();
  }

  /**
   * Adds what is not the host's code though it lies in the folder of {@link #core}: trust, data,
   * logs. The check leaves out each with all below it; the folder itself cannot be left out.
   */
  public B keptInCore(Path... places) {
    keptInCore.addAll(List.of(places));
    return self();
  }

  /**
   * Chooses the rules of Nextcloud all at once: only featured plugins, and those that were signed
   * before, must be signed; apps have Nextcloud's layout and the names it ignores; a certificate
   * for {@code core} may vouch for any app; and its anchors are judged as its real signatures need.
   * Where it leaves things open, ours hold: on the channel {@code stable} a problem refuses.
   *
   * <p>Our default is stricter: {@code require(ALL)}, our own layout in which nothing is ignored,
   * each certificate for one id only, and anchors of profile {@code standard}.
   *
   * @param anchors Nextcloud's root certificates, PEM
   * @param revocationLists its lists, PEM or DER
   * @throws TrustStoreException naming the file that cannot be read
   */
  public B nextcloudRules(Path anchors, Path... revocationLists) throws TrustStoreException {
    TrustStore.Builder store = TrustStore.builder().anchors(anchors, AnchorProfile.NEXTCLOUD);
    for (Path list : revocationLists) {
      store.revocationList(list);
    }
    trust(store.build());
    require(SignatureRequirement.FEATURED);
    coreSignsPlugins();
    return layout(Layout.NEXTCLOUD_APP);
  }

  /**
   * Switches checking off: every plugin is admitted, whatever the verdict, on every channel. Every
   * report says so. Plugins are still verified, and still loaded from sealed copies.
   */
  public B uncheckedOnPurpose() {
    policy.checkingOff();
    return self();
  }

  /**
   * Returns all that was chosen, which no later choice changes.
   *
   * @throws IllegalStateException when a required option is missing
   */
  final AdmissionSettings settings() {
    if (trust == null) {
      throw new IllegalStateException(
          "The host must choose: call trust(...) on the builder, there is no default");
    }
    return new AdmissionSettings(
        trust,
        policy.build(),
        new Expectation(Optional.empty(), layout, coreSignsPlugins, exclusions),
        new AdmissionSettings.Reading(limits, threads, clock, kinds),
        new AdmissionSettings.Folders(stateDirectory, ledger, core, keptInCore),
        new Reassessment.Settings(listeners, whenRefusedLater, reassessOn),
        new AdmissionSettings.Watching(rescanEvery, jmx));
  }

  /** Chooses all that was chosen before; to be called on a new builder. */
  final B startFrom(AdmissionSettings settings) {
    trust = settings.trust();
    policy = settings.policy().toBuilder();
    layout = settings.expectation().layout();
    coreSignsPlugins = settings.expectation().coreSignsApps();
    exclusions = settings.expectation().exclusions();
    limits = settings.reading().limits();
    threads = settings.reading().threads();
    clock = settings.reading().clock();
    kinds = settings.reading().kinds();
    stateDirectory = settings.folders().state();
    ledger = settings.folders().ledger();
    core = settings.folders().core();
    keptInCore.addAll(settings.folders().keptInCore());
    listeners.addAll(settings.later().listeners());
    whenRefusedLater = settings.later().whenRefused();
    reassessOn = settings.later().executor();
    rescanEvery = settings.watching().rescanEvery();
    jmx = settings.watching().jmx();
    return self();
  }
}
