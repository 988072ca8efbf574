package dev.signet.pf4j.resolve;

import dev.signet.admit.JudgedBundle;
import java.util.Arrays;
import java.util.List;
import org.pf4j.PluginDependency;

/** A plugin that another one uses. */
public record Dependency(String id, String constraint, boolean optional) {

  /** Returns what a bundle uses, read as PF4J reads it. */
  public static List<Dependency> of(JudgedBundle bundle) {
    if (bundle.dependencies().isEmpty()) {
      return List.of();
    }
    return Arrays.stream(bundle.dependencies().split(",", -1))
        .map(String::trim)
        .filter(text -> !text.isEmpty())
        .map(text -> of(new PluginDependency(text)))
        .toList();
  }

  /** Returns what PF4J takes for a plugin that another one uses. */
  public static Dependency of(PluginDependency dependency) {
    return new Dependency(
        dependency.getPluginId(), dependency.getPluginVersionSupport(), dependency.isOptional());
  }

  /** Returns it as PF4J writes it. */
  public String text() {
    return id + (optional ? "?" : "") + "@" + constraint;
  }

  /** Returns the ids of what a bundle cannot do without. */
  static List<String> idsRequiredBy(JudgedBundle bundle) {
    return bundle.dependencies().isEmpty()
        ? List.of()
        : requiredBy(bundle).stream().map(Dependency::id).toList();
  }

  /** Returns what a bundle cannot do without. */
  public static List<Dependency> requiredBy(JudgedBundle bundle) {
    return of(bundle).stream().filter(dependency -> !dependency.optional()).toList();
  }
}
