package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The latest decision on each source that loading goes by; each is a result, too. Thread-safe. */
@Internal
public final class LatestDecisions {
  private final IntegrityRecorder recorder;
  private final Map<Path, Decision> latest = new LinkedHashMap<>();

  public LatestDecisions(IntegrityRecorder recorder) {
    this.recorder = recorder;
  }

  public void record(Path source, Decision decision) {
    record(source, ScanTrigger.LOAD, decision);
  }

  public void record(Path source, ScanTrigger occasion, Decision decision) {
    synchronized (latest) {
      latest.put(source, decision);
    }
    recorder.record(ScanTarget.plugin(source), occasion, decision);
  }

  /** Writes results and tells listeners of them; to be called without any lock. */
  void tellResults() {
    recorder.flush();
  }

  /** Records roots that cannot be listed. */
  void unlistable(BundleDiscovery.Found found) {
    recorder.unlistable(found, ScanTrigger.LOAD);
  }

  void forget(Path source) {
    synchronized (latest) {
      latest.remove(source);
    }
    recorder.forget(source);
  }

  /** Forgets every source but these. */
  void retain(Set<Path> sources) {
    synchronized (latest) {
      latest.keySet().retainAll(sources);
    }
    recorder.retain(sources);
  }

  public Map<Path, Decision> all() {
    synchronized (latest) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(latest));
    }
  }

  public List<Decision> refusals() {
    return all().values().stream().filter(decision -> !decision.isAdmitted()).toList();
  }
}
