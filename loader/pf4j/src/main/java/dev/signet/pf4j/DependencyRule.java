package dev.signet.pf4j;

import dev.signet.admit.SealedBundle;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells which plugins cannot be loaded because of a refusal. PF4J's resolver throws for all plugins
 * when one is left without something it needs, and again at each later load.
 *
 * <p>What is missing for any other reason stays PF4J's business, and its recovery strategy's.
 */
final class DependencyRule {
  private final VersionRules versions;
  private final Map<String, String> available;
  private final List<Decision> refusals;

  /**
   * @param available versions by id of all that is loaded or about to be
   * @param decisions the latest decisions; of these the refusals count
   */
  DependencyRule(
      VersionRules versions, Map<String, String> available, Collection<Decision> decisions) {
    this.versions = versions;
    this.available = available;
    this.refusals = decisions.stream().filter(decision -> !decision.isAdmitted()).toList();
  }

  /** Returns the problem of a bundle that a refusal leaves without something it needs. */
  Optional<Finding> violation(SealedBundle bundle) {
    return Dependency.requiredBy(bundle).stream()
        .filter(needed -> !isMet(needed))
        .flatMap(needed -> culprit(needed).stream().map(refused -> finding(needed, refused)))
        .findFirst();
  }

  private boolean isMet(Dependency needed) {
    String version = available.get(needed.id());
    return version != null && versions.satisfies(version, needed.constraint());
  }

  /**
   * Returns the refusal to blame. A refused bundle whose id could not be read may have been any
   * plugin; it is blamed where nothing else explains that there is none of this id.
   */
  private Optional<Decision> culprit(Dependency needed) {
    return refusals.stream()
        .filter(refused -> refused.verdict().subject().id().equals(needed.id()))
        .findFirst()
        .or(() -> available.containsKey(needed.id()) ? Optional.empty() : anonymous());
  }

  private Optional<Decision> anonymous() {
    return refusals.stream()
        .filter(refused -> refused.verdict().subject().id().isEmpty())
        .findFirst();
  }

  private static Finding finding(Dependency needed, Decision refused) {
    String id = refused.verdict().subject().id();
    String why =
        id.isEmpty()
            ? "is not there, while a bundle that does not say which plugin it is was refused"
            : "is refused";
    return Finding.of(
        Reason.DEPENDENCY_REFUSED,
        String.format(
            Locale.ROOT,
            "It needs '%s' (%s), which %s: %s.",
            needed.id(),
            needed.constraint(),
            why,
            reasons(refused)));
  }

  private static String reasons(Decision refused) {
    return Decisions.reasons(refused).stream().map(Reason::name).collect(Collectors.joining(", "));
  }
}
