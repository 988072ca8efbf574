package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.pf4j.text.ResultLines;
import dev.signet.policy.Decision;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityListener;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.report.store.IntegrityResults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Every result passes here, whatever it was scanned for: it is kept, and what differs from the
 * result before is logged and told, once. Safe for use by several threads.
 */
@Internal
public final class IntegrityRecorder {
  private static final Logger LOG = AdmissionLog.LOGGER;

  private final Engine gate;
  private final IntegrityResults results;
  private final List<IntegrityListener> listeners;
  private final LoadedPlugins loaded;
  private final Queue<Consumer<IntegrityListener>> untold = new ConcurrentLinkedQueue<>();
  private final LongAdder scans = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private volatile boolean closed;

  public IntegrityRecorder(Engine gate, List<IntegrityListener> listeners, LoadedPlugins loaded) {
    this.gate = gate;
    this.results = gate.results();
    this.listeners = List.copyOf(listeners);
    this.loaded = loaded;
  }

  public IntegrityResults results() {
    return results;
  }

  /** Returns how many scans came to a result so far. */
  public long scans() {
    return scans.sum();
  }

  /** Returns how many scans came to none so far. */
  public long failures() {
    return failures.sum();
  }

  /** Records a decision of now, or of the failure that it tells. */
  public void record(ScanTarget target, ScanTrigger occasion, Decision decision) {
    record(target, occasion, decision, gate.now());
  }

  /** Records a decision as of then, or of the failure that it tells. */
  public void record(ScanTarget target, ScanTrigger occasion, Decision decision, Instant at) {
    Optional<FailedScan> failure = FailedScan.in(decision, at, occasion);
    if (failure.isPresent()) {
      fail(target, failure.get());
    } else {
      IntegrityResult result =
          IntegrityResult.of(target, decision)
              .scanned(at, occasion)
              .refusedOnStable(!target.isCore() && gate.policy().refusesOnStable(decision))
              .checkingOff(gate.policy().isCheckingOff())
              .lists(RevocationFreshness.of(gate.trust()))
              .build();
      record(result);
    }
  }

  /** Records a scan that a defect of this program ended. */
  public void fail(ScanTarget target, ScanTrigger occasion, Throwable defect) {
    LOG.error("A check failed unexpectedly", defect);
    String cause =
        "The check failed unexpectedly: "
            + defect
            + ". The log of this time says where; please report it.";
    fail(target, new FailedScan(gate.now(), occasion, cause));
  }

  /** Records roots that cannot be listed: each is a failure of its own. */
  public void unlistable(BundleDiscovery.Found found, ScanTrigger occasion) {
    for (Map.Entry<Path, String> root : found.unlistable().entrySet()) {
      fail(ScanTarget.plugin(root.getKey()), new FailedScan(gate.now(), occasion, root.getValue()));
    }
  }

  /** Forgets a plugin that is no longer there. */
  void forget(Path source) {
    ScanTarget gone = ScanTarget.plugin(source);
    results.forget(gone::equals);
  }

  /** Forgets every plugin but these. */
  void retain(Set<Path> sources) {
    // Not by their paths: in another locale the same file had another target.
    Set<ScanTarget> kept = new HashSet<>();
    for (Path source : sources) {
      kept.add(ScanTarget.plugin(source));
    }
    results.forget(target -> !target.isCore() && !kept.contains(target));
  }

  /**
   * Writes what has changed, and tells the listeners. To be called without any lock: a listener may
   * wait for somebody.
   */
  public void flush() {
    results.save();
    Consumer<IntegrityListener> change = untold.poll();
    while (change != null) {
      tell(change);
      change = untold.poll();
    }
  }

  /** Records nothing any more; what is still being read is wasted. */
  public void close() {
    closed = true;
    untold.clear();
    results.saveAll();
  }

  private void record(IntegrityResult result) {
    if (closed || isAboutOtherBytes(result)) {
      return;
    }
    scans.increment();
    Optional<IntegrityState> told = results.record(result);
    if (told.isPresent()) {
      IntegrityState before = told.get();
      IntegrityState now = state(result.target(), Optional.of(result), Optional.empty());
      ResultLines.changed(before, now);
      untold.add(listener -> listener.resultChanged(before.result(), now));
    }
  }

  private void fail(ScanTarget target, FailedScan failure) {
    if (closed) {
      return;
    }
    failures.increment();
    IntegrityState before = results.recordFailure(target, failure);
    if (before.failure().filter(failure::tellsTheSameAs).isEmpty()) {
      IntegrityState now = state(target, before.result(), Optional.of(failure));
      ResultLines.failed(target, failure, now.running());
      untold.add(listener -> listener.scanFailed(now));
    }
  }

  /** What is loaded was judged again; what lies at its source may have been scanned since. */
  private boolean isAboutOtherBytes(IntegrityResult result) {
    return result.occasion() == ScanTrigger.REASSESSMENT
        && results
            .find(result.target())
            .flatMap(IntegrityState::result)
            .filter(latest -> !digest(latest).equals(digest(result)))
            .isPresent();
  }

  private static String digest(IntegrityResult result) {
    return result.verdict().subject().contentDigest();
  }

  private IntegrityState state(
      ScanTarget target, Optional<IntegrityResult> result, Optional<FailedScan> failure) {
    return new IntegrityState(target, result, failure, loaded.isRunning(target.path()));
  }

  private void tell(Consumer<IntegrityListener> change) {
    for (IntegrityListener listener : listeners) {
      try {
        change.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("A listener for changed results failed", e);
      }
    }
  }
}
