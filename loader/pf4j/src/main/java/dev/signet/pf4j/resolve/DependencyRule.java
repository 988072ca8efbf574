package dev.signet.pf4j.resolve;

import dev.signet.admit.JudgedBundle;
import dev.signet.bundle.descriptor.VersionText;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells which plugins would be left without something they need. PF4J's resolver throws for all
 * plugins when one is, and again at each later load.
 */
public final class DependencyRule {
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
  public DependencyRule(
      VersionRules rules, Map<String, String> loaded, Map<String, String> awaited) {
    this.rules = rules;
    this.loaded = Map.copyOf(loaded);
    this.awaited = new HashMap<>(awaited);
  }

  /** Records a decision; only refusals count. */
  public void add(Decision decision) {
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

  /** Records that a bundle is not going to be loaded after all. */
  void withdraw(String id, Decision refusal) {
    awaited.remove(id);
    refusals.putIfAbsent(id, refusal);
  }

  /** Returns the problem of a bundle that would be left without something it needs. */
  public Optional<Finding> violation(JudgedBundle bundle) {
    return Dependency.requiredBy(bundle).stream()
        .filter(needed -> !isMet(needed))
        .map(needed -> problem(bundle, needed))
        .findFirst();
  }

  private Finding problem(JudgedBundle bundle, Dependency needed) {
    String version = available(needed);
    if (version != null && !rules.canTell(version, needed.constraint())) {
      return unreadable(bundle, needed, version);
    }
    return culprit(needed).map(refused -> withheld(needed, refused)).orElse(unmet(needed, version));
  }

  private static Finding unreadable(JudgedBundle bundle, Dependency needed, String version) {
    String range = VersionText.wholeRange(needed.constraint(), bundle.dependencies());
    String why =
        VersionText.rangeProblem(range)
            .or(() -> VersionText.versionProblem(version))
            .orElse("one of the two cannot be read");
    return finding(
            Reason.DESCRIPTOR_MISMATCH, needed, "and there is version " + version + "; " + why)
        .withRemedy(
            new Remedy(
                "Ask the author for a release whose versions and ranges can be read.",
                "Write the version or range as it is said here, and build the release again."));
  }

  private Finding unmet(Dependency needed, @Nullable String version) {
    return finding(
        Reason.DEPENDENCY_UNMET,
        needed,
        version == null
            ? "which is not there"
            : "and version " + version + " is there" + preRelease(needed, version));
  }

  /** Why a pre-release of the version that is asked for does not fit: few expect it. */
  private String preRelease(Dependency needed, String version) {
    return VersionText.releaseOf(version)
        .filter(release -> rules.satisfies(release, needed.constraint()))
        .map(release -> ", which counts as lower than " + release)
        .orElse("");
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

  private static Finding withheld(Dependency needed, Decision refused) {
    if (refused.reasons().equals(List.of(Reason.DEPENDENCY_UNMET))) {
      return finding(Reason.DEPENDENCY_UNMET, needed, "which lacks what it needs itself");
    }
    String why =
        refused.verdict().subject().id().isEmpty()
            ? "which is not there, while a bundle that does not say which plugin it is was refused"
            : "which is refused";
    return finding(Reason.DEPENDENCY_REFUSED, needed, why + ": " + reasons(refused));
  }

  private static Finding finding(Reason reason, Dependency needed, String why) {
    return Finding.of(
        reason,
        String.format(
            Locale.ROOT, "It needs '%s' (%s), %s.", needed.id(), needed.constraint(), why));
  }

  private static String reasons(Decision refused) {
    return refused.reasons().stream().map(Reason::name).collect(Collectors.joining(", "));
  }
}
