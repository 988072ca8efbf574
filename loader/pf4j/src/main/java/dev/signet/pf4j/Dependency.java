package dev.signet.pf4j;

import dev.signet.admit.SealedBundle;
import java.util.Arrays;
import java.util.List;
import org.pf4j.PluginDependency;

/** A plugin that another one cannot do without. */
record Dependency(String id, String constraint) {

  /** Returns what a bundle needs, read as PF4J reads it; optional dependencies are none of it. */
  static List<Dependency> requiredBy(SealedBundle bundle) {
    return Arrays.stream(bundle.dependencies().split(",", -1))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(PluginDependency::new)
        .filter(dependency -> !dependency.isOptional())
        .map(
            dependency ->
                new Dependency(dependency.getPluginId(), dependency.getPluginVersionSupport()))
        .toList();
  }
}
