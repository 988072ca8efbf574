package dev.signet.pf4j.rescan;

import dev.signet.Internal;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.load.IntegrityRecorder;
import dev.signet.pf4j.load.LoadedPlugins;
import dev.signet.pf4j.run.FleetDrift;
import dev.signet.pf4j.run.RunRules;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.report.EngineVersion;
import dev.signet.report.Expiries;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.trust.TrustSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be seen of results, and rescans. Safe for use by several threads. */
@Internal
public final class IntegrityWatch implements AutoCloseable {
  private final Engine engine;
  private final ScanTargets targets;
  private final IntegrityRecorder recorder;
  private final LoadedPlugins loaded;
  private final RunRules runs;
  private final FleetDrift drift;
  private final Rescans rescans;
  private Runnable hide = () -> {};

  public IntegrityWatch(AdmissionTools tools, Optional<CoreFolder> core) {
    this.engine = tools.engine();
    this.targets = new ScanTargets(tools, core);
    this.recorder = tools.recorder();
    this.loaded = tools.loaded();
    this.runs = tools.runs();
    this.drift = tools.drift();
    this.rescans = new Rescans(new RescanWork(tools, targets), engine::now);
  }

  public Optional<CoreFolder> core() {
    return targets.core();
  }

  /**
   * Checks the host's own folder now.
   *
   * @throws IllegalStateException when the host named none
   */
  public Decision verifyCore() {
    return targets
        .core()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The host's own folder is not known: name it by core(...) on the builder"))
        .verify(engine, recorder);
  }

  public Rescan rescan() {
    return rescans.start(Set.of());
  }

  public Rescan rescan(ScanTarget target) {
    if (states().stream().noneMatch(state -> state.target().equals(target))) {
      throw new IllegalArgumentException("target: " + target + " is none that this host knows");
    }
    return rescans.start(Set.of(target));
  }

  public Rescan rescan(String id) {
    Set<ScanTarget> wanted =
        states().stream()
            .filter(state -> state.name().equals(id))
            .map(IntegrityState::target)
            .collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("id: no result is of '" + id + "'");
    }
    return rescans.start(wanted);
  }

  public Optional<Rescan> latestRescan() {
    return rescans.latest();
  }

  public void rescanEvery(Duration interval) {
    rescans.every(interval, recorder.results().lastRescan());
  }

  /** Shows results by JMX until the end. */
  public void showByJmx() {
    hide = IntegrityBean.register(this);
  }

  public IntegrityRecorder recorder() {
    return recorder;
  }

  public IntegrityReport report() {
    SignaturePolicy policy = engine.policy();
    TrustSource trust = engine.trust();
    Instant now = engine.now();
    List<IntegrityState> states = states();
    return new IntegrityReport(
        now,
        new IntegrityReport.Host(
            policy.enforcement(),
            policy.requirement(),
            policy.isCheckingOff(),
            EngineVersion.current(),
            trust.current().fingerprint(),
            policy.digest()),
        states,
        trust.status(),
        RevocationFreshness.of(trust),
        Expiries.from(now, trust.current(), states),
        recorder.results().lastRescan(),
        recorder.results().problem());
  }

  /** Stops what runs; keeps what was found. */
  @Override
  public void close() {
    hide.run();
    rescans.close();
    recorder.close();
  }

  /** What has been put into a root since the last scan is there, too, and was never scanned. */
  private List<IntegrityState> states() {
    BundleDiscovery.Found found = targets.found();
    recorder.results().expect(targets.of(found));
    recorder.unlistable(found, ScanTrigger.RESCAN);
    List<IntegrityState> there =
        recorder.results().states().stream()
            .filter(state -> targets.isThere(found, state.target()))
            .map(this::withWhatRuns)
            .toList();
    return drift.in(there, targets.roots());
  }

  private IntegrityState withWhatRuns(IntegrityState state) {
    Path source = state.target().path();
    return state
        .withRunning(loaded.isRunning(source))
        .withNotRunning(
            state.target().isCore() ? Optional.empty() : loaded.notRunning(source, runs));
  }
}
