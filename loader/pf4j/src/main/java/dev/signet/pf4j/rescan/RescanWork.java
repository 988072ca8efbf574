package dev.signet.pf4j.rescan;

import dev.signet.admit.JudgedBundle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.BundleDiscovery;
import dev.signet.pf4j.load.DevelopmentMode;
import dev.signet.pf4j.load.Engine;
import dev.signet.pf4j.load.IntegrityRecorder;
import dev.signet.pf4j.load.LatestInspections;
import dev.signet.pf4j.resolve.LoadedBundles;
import dev.signet.pf4j.resolve.Selection;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.policy.Decision;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.report.store.IntegrityResults;
import dev.signet.verdict.Guard;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads bundles again and judges them together, as a start with nothing loaded would. Neither seals
 * nor records in the ledger.
 */
final class RescanWork {
  private final Engine engine;
  private final ScanTargets targets;
  private final DevelopmentMode development;
  private final LatestInspections inspections;
  private final VersionRules versions;
  private final IntegrityRecorder recorder;

  /** Follows a rescan, and may stop it. */
  interface Steps {
    /** Says how many targets there are. */
    void begin(int total);

    /**
     * Says which target is next.
     *
     * @return whether to go on
     */
    boolean next(ScanTarget target);

    /** Says that the target is done. */
    void done();
  }

  RescanWork(AdmissionTools tools, ScanTargets targets) {
    this.engine = tools.engine();
    this.targets = targets;
    this.development = tools.development();
    this.inspections = tools.sources().looks();
    this.versions = tools.versions();
    this.recorder = tools.recorder();
  }

  /**
   * Scans, and takes note of what was scanned, also when it was stopped.
   *
   * @param wanted what to scan; empty for everything
   * @return whether it was done to its end
   */
  boolean run(Set<ScanTarget> wanted, Steps steps) {
    BundleDiscovery.Found found = targets.found();
    List<ScanTarget> there = withKnown(found);
    List<ScanTarget> todo =
        wanted.isEmpty() ? there : there.stream().filter(wanted::contains).toList();
    steps.begin(todo.size());
    Map<Path, Instant> scanned = new LinkedHashMap<>();
    boolean complete = true;
    for (ScanTarget target : todo) {
      if (!steps.next(target)) {
        complete = false;
        break;
      }
      Instant begun = engine.now();
      if (scan(found, target) && !target.isCore()) {
        scanned.put(target.path(), begun);
      }
      steps.done();
    }
    takeNote(found, scanned);
    if (complete) {
      forgetWhatIsGone(wanted);
    }
    recorder.flush();
    return complete;
  }

  /** Also what was refused from elsewhere than the roots, while it lies there. */
  private List<ScanTarget> withKnown(BundleDiscovery.Found found) {
    List<ScanTarget> all = new ArrayList<>(targets.of(found));
    Set<ScanTarget> seen = new HashSet<>(all);
    recorder.results().states().stream()
        .map(state -> state.target())
        .filter(target -> !seen.contains(target) && targets.isThere(found, target))
        .forEach(all::add);
    return all;
  }

  /** Returns whether there was a look at it. */
  private boolean scan(BundleDiscovery.Found found, ScanTarget target) {
    if (found.unlistable().containsKey(target.path())) {
      recorder.unlistable(found, ScanTrigger.RESCAN);
      return false;
    }
    return Guard.run(
        () -> {
          if (target.isCore()) {
            targets.core().ifPresent(folder -> folder.rescan(engine, recorder));
          } else {
            inspections.add(engine.inspectAnew(target.path()));
          }
          return true;
        },
        failure -> {
          // The verifier never throws for a bundle: this is a defect, and no result.
          recorder.fail(target, ScanTrigger.RESCAN, failure);
          return false;
        });
  }

  /** What is known after a rescan that took long is as of when each bundle was read. */
  private void takeNote(BundleDiscovery.Found found, Map<Path, Instant> scanned) {
    Map<Path, Decision> together = together(found);
    for (Map.Entry<Path, Instant> entry : scanned.entrySet()) {
      Path source = entry.getKey();
      JudgedBundle alone = inspections.at(List.of(source)).get(source);
      Decision decision = together.get(source);
      if (decision == null && alone != null) {
        decision = alone.decision();
      }
      if (decision != null) {
        record(ScanTarget.plugin(source), decision, entry.getValue());
      }
    }
  }

  /** What cannot be recorded, since the host's trust or clock fails, keeps nothing else back. */
  private void record(ScanTarget target, Decision decision, Instant at) {
    try {
      recorder.record(target, ScanTrigger.RESCAN, decision, at);
    } catch (RuntimeException e) {
      recorder.fail(target, ScanTrigger.RESCAN, e);
    }
  }

  /** What is not in the roots was asked for by itself, and counts by itself. */
  private Map<Path, Decision> together(BundleDiscovery.Found found) {
    Map<Path, JudgedBundle> inRoots = inspections.at(found.bundles());
    if (development.isOn()) {
      Map<Path, Decision> decisions = new LinkedHashMap<>();
      inRoots.forEach((path, look) -> decisions.put(path, development.weigh(look.decision())));
      return decisions;
    }
    Selection<JudgedBundle> selection = Selection.ofJudged(engine.policy(), versions, inRoots);
    selection.refuseUnseen(found.refusals(engine.policy()));
    selection.settle(LoadedBundles.NOTHING, bundles -> Map.of());
    return selection.decisions();
  }

  /** What was found since the rescan began is there, too, and keeps its result. */
  private void forgetWhatIsGone(Set<ScanTarget> wanted) {
    IntegrityResults results = recorder.results();
    if (wanted.isEmpty()) {
      results.rescanned(engine.now());
    }
    BundleDiscovery.Found found = targets.found();
    Set<ScanTarget> gone =
        results.states().stream()
            .map(IntegrityState::target)
            .filter(target -> wanted.isEmpty() || wanted.contains(target))
            .filter(target -> !targets.isThere(found, target))
            .collect(Collectors.toSet());
    results.forget(gone::contains);
  }
}
