package dev.signet.pf4j.resolve;

import dev.signet.admit.JudgedBundle;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what somebody vouches for and yet relies, at first hand or through others, on what
 * nobody does. Optional dependencies count where they are there: PF4J lends their classes too, and
 * those of one that comes later to what is loaded already.
 */
public final class TrustMixRule {
  private static final String NEEDS = "It is vouched for, but needs '%s', which is %s.";
  private static final String LENT = "Nobody vouches for it, and '%s' would use it, which is %s.";

  private final List<JudgedBundle> loaded;
  private final Map<String, JudgedBundle> bundles = new LinkedHashMap<>();

  /** The unverified bundle that something relies on, by the id of what relies on it. */
  private final Map<String, JudgedBundle> culprits = new HashMap<>();

  /**
   * @param loaded what PF4J keeps, whatever bundle of that id comes later
   * @param more what is about to be loaded
   */
  public TrustMixRule(
      Collection<? extends JudgedBundle> loaded, Collection<? extends JudgedBundle> more) {
    this.loaded = List.copyOf(loaded);
    more.forEach(bundle -> bundles.put(bundle.id(), bundle));
    loaded.forEach(bundle -> bundles.put(bundle.id(), bundle));
    spread();
  }

  /** Returns the decision on a bundle when it counts on whom it relies. */
  public Decision weigh(SignaturePolicy policy, JudgedBundle bundle, Decision decision) {
    if (!isVerified(bundle)) {
      return user(bundle)
          .map(user -> weigh(policy, decision, finding(LENT, user)))
          .orElse(decision);
    }
    Optional<JudgedBundle> needed =
        needs(bundle).stream().filter(other -> !isVerified(other)).findFirst();
    if (needed.isPresent()) {
      return weigh(policy, decision, finding(NEEDS, needed.get()));
    }
    return needs(bundle).stream()
        .flatMap(other -> Optional.ofNullable(culprits.get(other.id())).stream())
        .findFirst()
        .map(
            culprit ->
                decision.noting(
                    finding(
                        "It is vouched for, but what it needs relies on '%s', which is %s.",
                        culprit)))
        .orElse(decision);
  }

  private static Decision weigh(SignaturePolicy policy, Decision decision, Finding finding) {
    return policy.refusesLessTrustedDependencies()
        ? policy.weigh(decision, finding)
        : decision.noting(finding);
  }

  /** Returns what is loaded and vouched for, and would use this one from now on. */
  private Optional<JudgedBundle> user(JudgedBundle comingLater) {
    String id = comingLater.id();
    return loaded.stream().anyMatch(one -> one.id().equals(id))
        ? Optional.empty()
        : loaded.stream()
            .filter(TrustMixRule::isVerified)
            .filter(one -> Dependency.of(one).stream().anyMatch(used -> used.id().equals(id)))
            .findFirst();
  }

  /**
   * From each unverified bundle to the verified ones that need it, and to those that need these.
   */
  private void spread() {
    Map<String, List<JudgedBundle>> dependents = new HashMap<>();
    for (JudgedBundle bundle : bundles.values()) {
      for (JudgedBundle needed : needs(bundle)) {
        dependents.computeIfAbsent(needed.id(), id -> new ArrayList<>()).add(bundle);
      }
    }
    Deque<JudgedBundle> reached = new ArrayDeque<>();
    for (JudgedBundle bundle : bundles.values()) {
      if (!isVerified(bundle)) {
        culprits.put(bundle.id(), bundle);
        reached.add(bundle);
      }
    }
    while (!reached.isEmpty()) {
      JudgedBundle next = reached.remove();
      for (JudgedBundle dependent : dependents.getOrDefault(next.id(), List.of())) {
        if (culprits.putIfAbsent(dependent.id(), culprits.getOrDefault(next.id(), next)) == null) {
          reached.add(dependent);
        }
      }
    }
  }

  private List<JudgedBundle> needs(JudgedBundle bundle) {
    return Dependency.of(bundle).stream()
        .flatMap(needed -> Optional.ofNullable(bundles.get(needed.id())).stream())
        .toList();
  }

  private static boolean isVerified(JudgedBundle bundle) {
    return bundle.decision().verdict().isVerified();
  }

  private static Finding finding(String sentence, JudgedBundle other) {
    return Finding.of(
        Reason.LESS_TRUSTED_DEPENDENCY,
        String.format(Locale.ROOT, sentence, other.id(), other.decision().verdict().word()));
  }
}
