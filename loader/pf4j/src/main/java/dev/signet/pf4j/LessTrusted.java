package dev.signet.pf4j;

import dev.signet.admit.SealedBundle;
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
  private final Map<String, SealedBundle> bundles = new LinkedHashMap<>();

  /** The unverified bundle that something relies on, by the id of what relies on it. */
  private final Map<String, SealedBundle> culprits = new HashMap<>();

  /**
   * @param loaded what PF4J keeps, whatever bundle of that id comes later
   * @param more what is about to be loaded
   */
  LessTrusted(Collection<SealedBundle> loaded, Collection<SealedBundle> more) {
    more.forEach(bundle -> bundles.put(bundle.id(), bundle));
    loaded.forEach(bundle -> bundles.put(bundle.id(), bundle));
    spread();
  }

  /** Returns the decision on a bundle when it counts on whom it relies. */
  Decision weigh(SignaturePolicy policy, SealedBundle bundle, Decision decision) {
    if (!isVerified(bundle)) {
      return decision;
    }
    Optional<SealedBundle> needed =
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
    Map<String, List<SealedBundle>> dependents = new HashMap<>();
    for (SealedBundle bundle : bundles.values()) {
      for (SealedBundle needed : needs(bundle)) {
        dependents.computeIfAbsent(needed.id(), id -> new ArrayList<>()).add(bundle);
      }
    }
    Deque<SealedBundle> reached = new ArrayDeque<>();
    for (SealedBundle bundle : bundles.values()) {
      if (!isVerified(bundle)) {
        culprits.put(bundle.id(), bundle);
        reached.add(bundle);
      }
    }
    while (!reached.isEmpty()) {
      SealedBundle next = reached.remove();
      for (SealedBundle dependent : dependents.getOrDefault(next.id(), List.of())) {
        if (culprits.putIfAbsent(dependent.id(), culprits.getOrDefault(next.id(), next)) == null) {
          reached.add(dependent);
        }
      }
    }
  }

  private List<SealedBundle> needs(SealedBundle bundle) {
    return Dependency.of(bundle).stream()
        .flatMap(needed -> Optional.ofNullable(bundles.get(needed.id())).stream())
        .toList();
  }

  private static boolean isVerified(SealedBundle bundle) {
    return bundle.decision().verdict().isVerified();
  }

  private static Finding finding(String sentence, SealedBundle culprit) {
    return Finding.of(
        Reason.LESS_TRUSTED_DEPENDENCY,
        String.format(Locale.ROOT, sentence, culprit.id(), culprit.decision().verdict().word()));
  }
}
