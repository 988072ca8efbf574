package dev.signet.pf4j;

import dev.signet.admit.SealedBundle;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.pf4j.PluginDependency;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/** What can speak against installing an admitted bundle beside what is loaded. */
final class InstallRules {
  private final PluginManager manager;
  private final Gate gate;
  private final VersionRules versions;
  private final DecisionLog log;
  private final AdmittedSources sources;

  InstallRules(PluginManager manager, Gate gate, DecisionLog log, AdmittedSources sources) {
    this.manager = manager;
    this.gate = gate;
    this.versions = new VersionRules(manager::getVersionManager);
    this.log = log;
    this.sources = sources;
  }

  /**
   * Returns the decision on a bundle when it counts what was asked for, what it would replace and
   * what it would run with. What PF4J's resolver would throw for is refused on every channel.
   */
  Decision weigh(SealedBundle candidate, InstallRequest request, InstalledPlugin installed) {
    Decision decision = candidate.decision();
    Optional<Finding> obstacle =
        wrongRelease(candidate, request)
            .or(() -> refusedDependency(candidate))
            .or(() -> unmetDependency(candidate))
            .or(() -> dependentLeftAlone(candidate));
    if (obstacle.isPresent()) {
      return gate.policy().refuse(decision.verdict(), obstacle.get());
    }
    Optional<Finding> lower = lowerVersion(candidate, request, installed);
    if (lower.isPresent()) {
      decision = gate.policy().weigh(decision, lower.get());
    }
    List<SealedBundle> loaded =
        sources.runningBundles().stream()
            .filter(bundle -> !bundle.id().equals(candidate.id()))
            .toList();
    return decision.isAdmitted()
        ? new LessTrusted(loaded, List.of(candidate)).weigh(gate.policy(), candidate, decision)
        : decision;
  }

  /** Returns which loaded plugins cannot do without a plugin. */
  List<String> dependents(String id) {
    return manager.getPlugins().stream()
        .filter(plugin -> uses(plugin, id).filter(needed -> !needed.isOptional()).isPresent())
        .map(PluginWrapper::getPluginId)
        .sorted()
        .toList();
  }

  private static Optional<Finding> wrongRelease(SealedBundle candidate, InstallRequest request) {
    boolean rightId = request.id().map(candidate.id()::equals).orElse(true);
    boolean rightVersion = request.version().map(candidate.version()::equals).orElse(true);
    return rightId && rightVersion
        ? Optional.empty()
        : finding(
            Reason.DESCRIPTOR_MISMATCH,
            "The bundle is '%s' %s, not '%s' %s as asked for.",
            candidate.id(),
            candidate.version(),
            request.id().orElse(candidate.id()),
            request.version().orElse("of any version"));
  }

  /** What nobody vouches for is in no ledger; its version is compared with the one it replaces. */
  private Optional<Finding> lowerVersion(
      SealedBundle candidate, InstallRequest request, InstalledPlugin installed) {
    boolean told =
        candidate.decision().findings().stream()
            .anyMatch(finding -> finding.reason() == Reason.DOWNGRADE);
    if (request.lowerVersion() || told || installed.version().isEmpty()) {
      return Optional.empty();
    }
    OptionalInt order = versions.compare(candidate.version(), installed.version().get());
    return order.isPresent() && order.getAsInt() < 0
        ? finding(
            Reason.DOWNGRADE,
            "Version %s is lower than %s, which is installed.",
            candidate.version(),
            installed.version().get())
        : Optional.empty();
  }

  private Optional<Finding> refusedDependency(SealedBundle candidate) {
    DependencyRule rule = new DependencyRule(versions, otherVersions(candidate.id()), Map.of());
    log.refusals().forEach(rule::add);
    return rule.violation(candidate);
  }

  private Optional<Finding> unmetDependency(SealedBundle candidate) {
    Map<String, String> loaded = otherVersions(candidate.id());
    for (Dependency needed : Dependency.of(candidate)) {
      String version = loaded.get(needed.id());
      if (version == null && !needed.optional()) {
        return finding(
            Reason.DEPENDENCY_UNMET,
            "It needs '%s' (%s), which is not there.",
            needed.id(),
            needed.constraint());
      }
      if (version != null && !versions.satisfies(version, needed.constraint())) {
        return finding(
            Reason.DEPENDENCY_UNMET,
            "It needs '%s' (%s), and version %s is there.",
            needed.id(),
            needed.constraint(),
            version);
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> dependentLeftAlone(SealedBundle candidate) {
    for (PluginWrapper plugin : manager.getPlugins()) {
      Optional<PluginDependency> needed = uses(plugin, candidate.id());
      if (needed.isPresent()
          && !versions.satisfies(candidate.version(), needed.get().getPluginVersionSupport())) {
        return finding(
            Reason.DEPENDENCY_UNMET,
            "'%s' needs '%s' (%s), and would find version %s.",
            plugin.getPluginId(),
            candidate.id(),
            needed.get().getPluginVersionSupport(),
            candidate.version());
      }
    }
    return Optional.empty();
  }

  private static Optional<PluginDependency> uses(PluginWrapper plugin, String id) {
    return plugin.getDescriptor().getDependencies().stream()
        .filter(dependency -> dependency.getPluginId().equals(id))
        .findFirst();
  }

  private Map<String, String> otherVersions(String id) {
    Map<String, String> loaded = new HashMap<>();
    for (PluginWrapper plugin : manager.getPlugins()) {
      if (!plugin.getPluginId().equals(id)) {
        loaded.put(plugin.getPluginId(), plugin.getDescriptor().getVersion());
      }
    }
    return loaded;
  }

  private static Optional<Finding> finding(Reason reason, String pattern, Object... words) {
    return Optional.of(Finding.of(reason, String.format(Locale.ROOT, pattern, words)));
  }
}
