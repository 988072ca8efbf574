package dev.signet.pf4j.load;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.resolve.Dependency;
import dev.signet.pf4j.resolve.DependencyCycle;
import dev.signet.pf4j.resolve.DependencyRule;
import dev.signet.pf4j.resolve.TrustMixRule;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.pf4j.run.RunRules;
import dev.signet.policy.Decision;
import dev.signet.policy.LedgerException;
import dev.signet.verdict.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginManager;

/**
 * The last steps before a bundle is loaded: what it needs, on whom it relies, and what the ledger
 * takes note of. Not thread-safe.
 */
final class Confirmation {
  private final PluginManager manager;
  private final Engine gate;
  private final RunRules runs;
  private final LatestDecisions log;
  private final SealedCopies copies;
  private final RunningPlugins running;
  private final VersionRules versions;

  Confirmation(PluginManager manager, Engine gate, RunRules runs, SourceChanges.Known known) {
    this.manager = manager;
    this.gate = gate;
    this.runs = runs;
    this.log = known.log();
    this.copies = known.copies();
    this.running = known.running();
    this.versions = new VersionRules(manager::getVersionManager);
  }

  /** Returns the manager's rules for versions. */
  VersionRules versions() {
    return versions;
  }

  /** The last steps before a single bundle is loaded, as {@code Selection.settle} takes them. */
  void confirm(Engine check, SealedBundle bundle, Set<Path> unsettled) {
    weigh(bundle);
    settle(bundle, record(check, List.of(bundle), unsettled));
  }

  /**
   * Records what is about to be loaded, but nothing that may have to be undone, and nothing that
   * never runs: the release before it would then be a lower version when it is put back.
   *
   * @param unsettled the sources of what may have to be undone
   * @return the problem of each source that could not be recorded
   */
  Map<Path, Finding> record(Engine check, List<SealedBundle> bundles, Set<Path> unsettled) {
    return check.record(
        bundles.stream()
            .filter(bundle -> !unsettled.contains(bundle.source()))
            .filter(bundle -> isRecorded(bundle) || runs.mayRun(bundle))
            .toList());
  }

  private boolean isRecorded(SealedBundle bundle) {
    try {
      return gate.ledger()
          .find(bundle.id())
          .filter(entry -> entry.highestVersion().equals(bundle.version()))
          .isPresent();
    } catch (LedgerException | RuntimeException e) {
      // To record it fails as well, and tells why.
      return true;
    }
  }

  /** Records the decision on a bundle when it counts what came of recording it. */
  void settle(SealedBundle bundle, Map<Path, Finding> problems) {
    Finding problem = problems.get(bundle.source());
    if (problem != null) {
      settle(bundle, problem);
    }
  }

  /** Records the decision on a bundle when this problem counts. */
  void settle(SealedBundle bundle, Finding problem) {
    Decision latest = log.all().getOrDefault(bundle.source(), bundle.decision());
    Decision decision = gate.policy().weigh(latest, problem);
    if (!decision.isAdmitted()) {
      throw reject(bundle.source(), decision);
    }
    log.record(bundle.source(), decision);
  }

  /** Records the decision on a bundle when it counts on whom it relies. */
  void weigh(SealedBundle bundle) {
    List<SealedBundle> others = new ArrayList<>(copies.ticketed());
    others.add(bundle);
    Decision decision =
        new TrustMixRule(running.bundles(), others).weigh(gate.policy(), bundle, bundle.decision());
    if (!decision.isAdmitted()) {
      throw reject(bundle.source(), decision);
    }
    log.record(bundle.source(), decision);
  }

  /** Refuses what needs something that is not there, or was refused. */
  void requireDependencies(SealedBundle bundle) {
    if (Dependency.requiredBy(bundle).isEmpty()) {
      // Most need nothing, and all that is loaded and refused is looked through for the others.
      return;
    }
    DependencyRule rule = new DependencyRule(versions, running.versions(), copies.awaited());
    log.refusals().forEach(rule::add);
    Optional<Finding> problem =
        DependencyCycle.beside(manager, bundle).or(() -> rule.violation(bundle));
    if (problem.isPresent()) {
      throw reject(
          bundle.source(), gate.policy().refuse(bundle.decision().verdict(), problem.get()));
    }
  }

  /** Records a refusal and returns what to throw. */
  PluginRejectedException reject(Path source, Decision decision) {
    log.record(source, decision);
    return new PluginRejectedException(decision);
  }
}
