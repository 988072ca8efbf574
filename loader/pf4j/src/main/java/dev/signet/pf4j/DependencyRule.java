package dev.signet.pf4j;

import dev.signet.admit.JudgedBundle;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which plugins cannot be loaded because of a refusal. PF4J's resolver throws for all plugins
 * when one is left without something it needs, and again at each later load.
 *
 * <p>What is missing for any other reason stays PF4J's business, and its recovery strategy's.
 */
final class DependencyRule {
  private final VersionRules rules;
  private final Map<String, String> loaded;
  private final Map<String, String> awaited;
  private final Map<String, Decision> refusals = new HashMap<>();
  private @Nullable Decision anonymous;

  /**
   * Creates the rule while nothing is refused.
   *
   * @param loaded versions by id; PF4J keeps them whatever bundle of that id comes later
   * @param awaited versions by id of what is about to be loaded
   */
  DependencyRule(VersionRules rules, Map<String, String> loaded, Map<String, String> awaited) {
    this.rules = rules;
    this.loaded = Map.copyOf(loaded);
    this.awaited = new HashMap<>(awaited);
  }

  /** Takes note of a decision; only refusals count. */
  void add(Decision decision) {
    String id = decision.verdict().subject().id();
    if (decision.isAdmitted()) {
      return;
    }
    if (id.isEmpty()) {
      anonymous = decision;
    } else {
      refusals.putIfAbsent(id, decision);
    }
  }

  /** Takes note that a bundle is not going to be loaded after all. */
  void withdraw(String id, Decision refusal) {
    awaited.remove(id);
    refusals.putIfAbsent(id, refusal);
  }

  /** Returns the problem of a bundle that a refusal leaves without something it needs. */
  Optional<Finding> violation(JudgedBundle bundle) {
    return Dependency.requiredBy(bundle).stream()
        .filter(needed -> !isMet(needed))
        .flatMap(needed -> problem(needed).stream())
        .findFirst();
  }

  private Optional<Finding> problem(Dependency needed) {
    String version = available(needed);
    if (version != null && !rules.canTell(version, needed.constraint())) {
      return Optional.of(
          Finding.of(
              Reason.DESCRIPTOR_MISMATCH,
              String.format(
                  Locale.ROOT,
                  "It needs '%s' (%s) and there is version %s; one of the two cannot be read.",
                  needed.id(),
                  needed.constraint(),
                  version)));
    }
    return culprit(needed).map(refused -> finding(needed, refused));
  }

  private boolean isMet(Dependency needed) {
    String version = available(needed);
    return version != null && rules.satisfies(version, needed.constraint());
  }

  private @Nullable String available(Dependency needed) {
    String version = loaded.get(needed.id());
    return version == null ? awaited.get(needed.id()) : version;
  }

  /**
   * Returns the refusal to blame. A refused bundle whose id could not be read may have been any
   * plugin; it is blamed where nothing else explains that there is none of this id.
   */
  private Optional<Decision> culprit(Dependency needed) {
    Decision refused = refusals.get(needed.id());
    if (refused == null && available(needed) == null) {
      refused = anonymous;
    }
    return Optional.ofNullable(refused);
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
    return refused.reasons().stream().map(Reason::name).collect(Collectors.joining(", "));
  }
}
