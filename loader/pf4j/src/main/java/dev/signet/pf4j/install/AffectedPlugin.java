package dev.signet.pf4j.install;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.resolve.LoadOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * A loaded plugin that goes when another one is replaced, as it was before.
 *
 * @param uses the ids of those it lends classes from, also optionally
 * @param bundle what it was loaded from; null when somebody else has loaded it
 */
record AffectedPlugin(
    String id, List<String> uses, @Nullable SealedBundle bundle, PluginState state) {

  /** Returns a plugin, if it is loaded, and all that use it, each after those it uses. */
  static List<AffectedPlugin> with(AdmissionTools tools, String id) {
    List<AffectedPlugin> loaded = loaded(tools);
    Set<String> affected = new HashSet<>(Set.of(id));
    while (loaded.stream()
        .filter(plugin -> !Collections.disjoint(plugin.uses(), affected))
        .map(AffectedPlugin::id)
        .anyMatch(affected::add)) {
      // Each round finds one more, until nothing uses any of those found.
    }
    List<AffectedPlugin> found =
        loaded.stream().filter(plugin -> affected.contains(plugin.id())).toList();
    return LoadOrder.of(found, AffectedPlugin::id, AffectedPlugin::uses);
  }

  private static List<AffectedPlugin> loaded(AdmissionTools tools) {
    Map<String, SealedBundle> bundles = new HashMap<>();
    tools.sources().runningBundles().forEach(bundle -> bundles.put(bundle.id(), bundle));
    List<AffectedPlugin> loaded = new ArrayList<>();
    for (PluginWrapper plugin : tools.manager().getPlugins()) {
      loaded.add(
          new AffectedPlugin(
              plugin.getPluginId(),
              plugin.getDescriptor().getDependencies().stream()
                  .map(PluginDependency::getPluginId)
                  .toList(),
              bundles.get(plugin.getPluginId()),
              plugin.getPluginState()));
    }
    return loaded;
  }

  boolean ran() {
    return state == PluginState.STARTED;
  }

  boolean isToRun() {
    return PluginStarts.isToRun(state);
  }
}
