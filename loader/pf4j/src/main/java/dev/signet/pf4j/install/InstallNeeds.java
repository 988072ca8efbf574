package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.load.LatestDecisions;
import dev.signet.pf4j.resolve.Dependency;
import dev.signet.pf4j.resolve.DependencyCycle;
import dev.signet.pf4j.resolve.DependencyRule;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.pf4j.run.RunRules;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pf4j.PluginDependency;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * What keeps a bundle from running beside what is loaded. PF4J finds out only when the old release
 * is gone, and its resolver then throws for all plugins.
 */
final class InstallNeeds {
  private final PluginManager manager;
  private final VersionRules versions;
  private final LatestDecisions log;
  private final RunRules runs;

  InstallNeeds(AdmissionTools tools) {
    this.manager = tools.manager();
    this.versions = tools.versions();
    this.log = tools.log();
    this.runs = tools.runs();
  }

  /** Returns the first thing that does; empty when nothing does. */
  Optional<Finding> obstacle(SealedBundle candidate) {
    return DependencyCycle.beside(manager, candidate)
        .or(() -> lacking(candidate))
        .or(() -> unfitOption(candidate))
        .or(() -> disabled(candidate))
        .or(() -> unfitForDependent(candidate))
        .or(() -> runs.obstacle(candidate));
  }

  /** Returns which loaded plugins cannot do without a plugin. */
  List<String> dependents(String id) {
    return manager.getPlugins().stream()
        .filter(plugin -> uses(plugin, id).filter(needed -> !needed.isOptional()).isPresent())
        .map(PluginWrapper::getPluginId)
        .sorted()
        .toList();
  }

  /** What it cannot do without, by the rule that also counts when a host starts. */
  private Optional<Finding> lacking(SealedBundle candidate) {
    DependencyRule rule = new DependencyRule(versions, otherVersions(candidate.id()), Map.of());
    log.refusals().forEach(rule::add);
    return rule.violation(candidate);
  }

  private Optional<Finding> unfitOption(SealedBundle candidate) {
    Map<String, String> loaded = otherVersions(candidate.id());
    for (Dependency used : Dependency.of(candidate)) {
      String version = loaded.get(used.id());
      if (version != null && !versions.satisfies(version, used.constraint())) {
        return unmet(
            "It needs '%s' (%s), and version %s is there.", used.id(), used.constraint(), version);
      }
    }
    return Optional.empty();
  }

  /** PF4J would switch on for good what an administrator has switched off. */
  private Optional<Finding> disabled(SealedBundle candidate) {
    PluginWrapper present = manager.getPlugin(candidate.id());
    if (present != null && !PluginStarts.isToRun(present.getPluginState())) {
      return Optional.empty();
    }
    for (Dependency needed : Dependency.requiredBy(candidate)) {
      PluginWrapper plugin = manager.getPlugin(needed.id());
      if (plugin != null && plugin.getPluginState() == PluginState.DISABLED) {
        return unmet("It needs '%s', which is disabled; enable that first.", needed.id());
      }
    }
    return Optional.empty();
  }

  private Optional<Finding> unfitForDependent(SealedBundle candidate) {
    for (PluginWrapper plugin : manager.getPlugins()) {
      Optional<PluginDependency> needed = uses(plugin, candidate.id());
      if (needed.isPresent()
          && !versions.satisfies(candidate.version(), needed.get().getPluginVersionSupport())) {
        return unmet(
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

  private static Optional<Finding> unmet(String pattern, Object... words) {
    return Optional.of(
        Finding.of(Reason.DEPENDENCY_UNMET, String.format(Locale.ROOT, pattern, words)));
  }
}
