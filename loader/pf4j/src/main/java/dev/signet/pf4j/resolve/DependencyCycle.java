package dev.signet.pf4j.resolve;

import dev.signet.admit.JudgedBundle;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pf4j.PluginDependency;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/**
 * A plugin that cannot do without itself, through others as a rule. PF4J's resolver then throws for
 * all plugins, and its way to unload one never ends.
 */
public final class DependencyCycle {
  private DependencyCycle() {}

  /**
   * Returns the problem of a plugin that needs itself.
   *
   * @param needs the ids of what a plugin cannot do without; nothing for one that is not there
   */
  static Optional<Finding> of(String id, Function<String, ? extends Collection<String>> needs) {
    Set<String> seen = new HashSet<>(needs.apply(id));
    Deque<String> next = new ArrayDeque<>(seen);
    if (seen.contains(id)) {
      return Optional.of(finding("It needs itself."));
    }
    while (!next.isEmpty()) {
      String needed = next.remove();
      for (String further : needs.apply(needed)) {
        if (further.equals(id)) {
          return Optional.of(
              finding(
                  String.format(
                      Locale.ROOT, "It needs '%s' in a circle: that one needs '%s'.", needed, id)));
        }
        if (seen.add(further)) {
          next.add(further);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the problem of a bundle that needs itself when it is loaded beside what is loaded. */
  public static Optional<Finding> beside(PluginManager manager, JudgedBundle bundle) {
    return of(
        bundle.id(),
        id ->
            id.equals(bundle.id()) ? Dependency.idsRequiredBy(bundle) : needsOfLoaded(manager, id));
  }

  private static List<String> needsOfLoaded(PluginManager manager, String id) {
    PluginWrapper plugin = manager.getPlugin(id);
    return plugin == null
        ? List.of()
        : plugin.getDescriptor().getDependencies().stream()
            .filter(dependency -> !dependency.isOptional())
            .map(PluginDependency::getPluginId)
            .toList();
  }

  private static Finding finding(String detail) {
    return Finding.of(Reason.DEPENDENCY_UNMET, detail);
  }
}
