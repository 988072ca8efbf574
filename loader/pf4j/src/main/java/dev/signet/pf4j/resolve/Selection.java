package dev.signet.pf4j.resolve;

import dev.signet.admit.Admission;
import dev.signet.admit.JudgedBundle;
import dev.signet.admit.SealedBundle;
import dev.signet.policy.Decision;
import dev.signet.policy.DuplicateRule;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verdict.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is loaded of the bundles found together: of each id one, nothing whose needs were refused,
 * and what is needed before what needs it.
 */
public final class Selection<B extends JudgedBundle> {
  private final SignaturePolicy policy;
  private final VersionRules versions;
  private final Map<Path, Decision> decisions = new LinkedHashMap<>();
  private final Map<String, B> chosen = new LinkedHashMap<>();

  /**
   * Starts a selection.
   *
   * @param decisions by source, in order of preference among equals
   * @param candidates the bundles that were admitted, in this order
   */
  private Selection(
      SignaturePolicy policy,
      VersionRules versions,
      Map<Path, Decision> decisions,
      List<B> candidates) {
    this.policy = policy;
    this.versions = versions;
    this.decisions.putAll(decisions);
    for (B candidate : candidates) {
      compete(candidate);
    }
  }

  /**
   * Starts a selection of what is to be loaded.
   *
   * @param results by source, in order of preference among equals
   */
  public static Selection<SealedBundle> of(
      SignaturePolicy policy, VersionRules versions, Map<Path, Admission.Result> results) {
    Map<Path, Decision> decisions = new LinkedHashMap<>();
    List<SealedBundle> admitted = new ArrayList<>();
    for (Map.Entry<Path, Admission.Result> result : results.entrySet()) {
      decisions.put(result.getKey(), result.getValue().decision());
      result.getValue().admitted().ifPresent(admitted::add);
    }
    return new Selection<>(policy, versions, decisions, admitted);
  }

  /**
   * Starts a selection that only tells what would be loaded.
   *
   * @param bundles by source, in order of preference among equals, refused ones too
   */
  public static Selection<JudgedBundle> ofJudged(
      SignaturePolicy policy, VersionRules versions, Map<Path, JudgedBundle> bundles) {
    Map<Path, Decision> decisions = new LinkedHashMap<>();
    bundles.forEach((source, bundle) -> decisions.put(source, bundle.decision()));
    List<JudgedBundle> admitted =
        bundles.values().stream().filter(bundle -> bundle.decision().isAdmitted()).toList();
    return new Selection<>(policy, versions, decisions, admitted);
  }

  /** Adds refusals of what was not even looked into. */
  public void refuseUnseen(Map<Path, Decision> refusals) {
    decisions.putAll(refusals);
  }

  /**
   * Takes out what cannot be loaded for another one's sake, and has the rest recorded.
   *
   * @param running what is loaded already
   * @param ledger records what is about to be loaded; returns the problem of each source that could
   *     not be recorded
   */
  public void settle(LoadedBundles running, Function<List<B>, Map<Path, Finding>> ledger) {
    if (isEachByItself(running)) {
      take(unrecorded(ledger.apply(bundles())));
      return;
    }
    Map<String, String> loaded = running.versions();
    withholdCircles(running);
    withholdDependents(loaded);
    Map<Path, Decision> refused = lessTrusted(running);
    refused.values().removeIf(Decision::isAdmitted);
    take(refused);
    withholdDependents(loaded);
    take(unrecorded(ledger.apply(bundles())));
    withholdDependents(loaded);
    take(lessTrusted(running));
  }

  /** Returns whether nothing is loaded that could use one of these, and none uses another. */
  private boolean isEachByItself(LoadedBundles running) {
    if (!running.bundles().isEmpty() || !running.versions().isEmpty()) {
      return false;
    }
    for (B bundle : chosen.values()) {
      if (!bundle.dependencies().isBlank()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the bundles to load, each after those it needs. */
  public List<B> bundles() {
    return LoadOrder.of(chosen.values());
  }

  /** Returns the decision on each source. */
  public Map<Path, Decision> decisions() {
    return decisions;
  }

  private void compete(B challenger) {
    B holder = chosen.putIfAbsent(challenger.id(), challenger);
    if (holder == null) {
      return;
    }
    if (isPreferred(challenger, holder)) {
      chosen.put(challenger.id(), challenger);
      leaveOut(holder, challenger);
    } else {
      leaveOut(challenger, holder);
    }
  }

  private boolean isPreferred(B challenger, B holder) {
    return DuplicateRule.isPreferred(
        challenger.decision().verdict(), holder.decision().verdict(), versions);
  }

  private void leaveOut(B loser, B winner) {
    refuse(loser, DuplicateRule.leftOut(winner.decision().verdict(), winner.source()));
  }

  private Map<String, String> awaited() {
    Map<String, String> versions = new HashMap<>();
    for (B bundle : chosen.values()) {
      versions.put(bundle.id(), bundle.version());
    }
    return versions;
  }

  /** What is loaded keeps its needs, whatever bundle of its id comes later. */
  private void withholdCircles(LoadedBundles running) {
    Map<String, List<String>> needs = new HashMap<>();
    chosen.forEach((id, bundle) -> needs.put(id, Dependency.idsRequiredBy(bundle)));
    running.versions().keySet().forEach(id -> needs.put(id, List.of()));
    running.bundles().forEach(one -> needs.put(one.id(), Dependency.idsRequiredBy(one)));
    for (String id :
        LoadOrder.unplaced(
            needs.keySet(), Function.identity(), one -> needs.getOrDefault(one, List.of()))) {
      B bundle = running.versions().containsKey(id) ? null : chosen.get(id);
      if (bundle != null) {
        DependencyCycle.of(id, one -> needs.getOrDefault(one, List.of()))
            .ifPresent(
                problem -> {
                  chosen.remove(id);
                  refuse(bundle, problem);
                });
      }
    }
  }

  /** Takes out what a refusal leaves without something it needs, and what needs that in turn. */
  private void withholdDependents(Map<String, String> loaded) {
    DependencyRule rule = new DependencyRule(versions, loaded, awaited());
    decisions.values().forEach(rule::add);
    boolean changed = true;
    while (changed) {
      changed = false;
      // In this order one round is enough, unless there are circles.
      for (B bundle : bundles()) {
        Optional<Finding> problem = rule.violation(bundle);
        if (problem.isPresent()) {
          chosen.remove(bundle.id());
          rule.withdraw(bundle.id(), refuse(bundle, problem.get()));
          changed = true;
        }
      }
    }
  }

  /** Returns what the decisions become when it counts on whom each bundle relies. */
  private Map<Path, Decision> lessTrusted(LoadedBundles running) {
    TrustMixRule rule = new TrustMixRule(running.bundles(), chosen.values());
    Map<Path, Decision> weighed = new LinkedHashMap<>();
    for (B bundle : chosen.values()) {
      weighed.put(bundle.source(), rule.weigh(policy, bundle, decision(bundle)));
    }
    return weighed;
  }

  private Map<Path, Decision> unrecorded(Map<Path, Finding> problems) {
    Map<Path, Decision> weighed = new LinkedHashMap<>();
    for (B bundle : chosen.values()) {
      Finding problem = problems.get(bundle.source());
      if (problem != null) {
        weighed.put(bundle.source(), policy.weigh(decision(bundle), problem));
      }
    }
    return weighed;
  }

  private void take(Map<Path, Decision> weighed) {
    decisions.putAll(weighed);
    chosen.values().removeIf(bundle -> !decision(bundle).isAdmitted());
  }

  private Decision decision(B bundle) {
    return decisions.getOrDefault(bundle.source(), bundle.decision());
  }

  private Decision refuse(B bundle, Finding problem) {
    Decision refusal = policy.refuse(bundle.decision().verdict(), problem);
    decisions.put(bundle.source(), refusal);
    return refusal;
  }
}
