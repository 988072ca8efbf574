package dev.signet.pf4j;

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
 * nobody does. Optional dependencies count where they are there: PF4J lends their classes too.
 */
final class LessTrusted {
  private final Map<String, JudgedBundle> bundles = new LinkedHashMap<>();

  /** The unverified bundle that something relies on, by the id of what relies on it. */
  private final Map<String, JudgedBundle> culprits = new HashMap<>();

  /**
   * @param loaded what PF4J keeps, whatever bundle of that id comes later
   * @param more what is about to be loaded
   */
  LessTrusted(Collection<? extends JudgedBundle> loaded, Collection<? extends JudgedBundle> more) {
    more.forEach(bundle -> bundles.put(bundle.id(), bundle));
    loaded.forEach(bundle -> bundles.put(bundle.id(), bundle));
    spread();
  }

  /** Returns the decision on a bundle when it counts on whom it relies. */
  Decision weigh(SignaturePolicy policy, JudgedBundle bundle, Decision decision) {
    if (!isVerified(bundle)) {
      return decision;
    }
    Optional<JudgedBundle> needed =
        needs(bundle).stream().filter(other -> !isVerified(other)).findFirst();
    if (needed.isPresent()) {
      Finding finding = finding("It is vouched for, but needs '%s', which is %s.", needed.get());
      return policy.refusesLessTrustedDependencies()
          ? policy.weigh(decision, finding)
          : decision.noting(finding);
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

  private static Finding finding(String sentence, JudgedBundle culprit) {
    return Finding.of(
        Reason.LESS_TRUSTED_DEPENDENCY,
        String.format(Locale.ROOT, sentence, culprit.id(), culprit.decision().verdict().word()));
  }
}
