package dev.signet.pf4j;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.Limits;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.pf4j.load.Reassessment;
import dev.signet.pf4j.load.WhenRefusedLater;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityListener;
import dev.signet.verdict.Durations;
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

/**
 * What a host decides about its plugins. Trust and requirement have no default: each host chooses
 * them knowingly. Nothing here is ever read from a plugins folder, the environment or a system
 * property.
 *
 * @param <B> the builder that is configured
 */
public abstract sealed class AdmissionOptions<B extends AdmissionOptions<B>>
    extends PolicyOptions<B> permits PluginAdmission.Builder, VerifyingPluginManager.Builder {
  private Optional<Path> stateDirectory = Optional.empty();
  private Optional<SigningLedger> ledger = Optional.empty();
  private Limits limits = Limits.DEFAULT;
  private ReadingThreads threads = ReadingThreads.ofAllCores();
  private Clock clock = Clock.systemUTC();
  private Set<BundleKind> kinds = EnumSet.allOf(BundleKind.class);
  private Optional<Path> core = Optional.empty();
  private final List<Path> keptInCore = new ArrayList<>();
  private final List<IntegrityListener> listeners = new ArrayList<>();
  private WhenRefusedLater whenRefusedLater = WhenRefusedLater.REPORT;
  private Executor reassessOn = Runnable::run;
  private Optional<Duration> rescanEvery = Optional.empty();
  private boolean jmx;
  private boolean checkedOnRead;

  AdmissionOptions() {}

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
   * Sets when the bytes of sealed copies are checked; {@link SealingMode#TRUSTED} unless set. A
   * manager of the host's own kind needs a third override for {@link SealingMode#ON_READ}, {@link
   * CheckingPluginLoader}; without it nothing is loaded.
   */
  public B sealing(SealingMode mode) {
    checkedOnRead = Objects.requireNonNull(mode, "mode") == SealingMode.ON_READ;
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

  /** Returns all that was chosen; throws IllegalStateException when something required is not. */
  final AdmissionSettings settings() {
    return new AdmissionSettings(
        chosenTrust(),
        chosenPolicy(),
        expectation(),
        new AdmissionSettings.Reading(limits, threads, clock, kinds, checkedOnRead),
        new AdmissionSettings.Folders(stateDirectory, ledger, core, keptInCore),
        new Reassessment.Settings(listeners, whenRefusedLater, reassessOn),
        new AdmissionSettings.Watching(rescanEvery, jmx));
  }

  /** Chooses all that was chosen before; to be called on a new builder. */
  final B startFrom(AdmissionSettings settings) {
    startFromPolicy(settings);
    limits = settings.reading().limits();
    threads = settings.reading().threads();
    clock = settings.reading().clock();
    kinds = settings.reading().kinds();
    checkedOnRead = settings.reading().checkedOnRead();
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
