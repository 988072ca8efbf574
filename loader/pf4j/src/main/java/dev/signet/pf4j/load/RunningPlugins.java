package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.resolve.LoadedBundles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;

/** The plugins a manager has loaded, and the bundles they come from. Not thread-safe. */
@Internal
public final class RunningPlugins {
  private final PluginManager manager;
  private final Map<Path, SealedBundle> bundles = new LinkedHashMap<>();

  public RunningPlugins(PluginManager manager) {
    this.manager = manager;
  }

  /** Records that a bundle is loaded. */
  void add(SealedBundle bundle) {
    bundles.put(bundle.path(), bundle);
  }

  /** Returns what is loaded now. */
  public LoadedBundles now() {
    return new LoadedBundles(versions(), bundles());
  }

  /** Returns versions by id. */
  Map<String, String> versions() {
    Map<String, String> versions = new HashMap<>();
    for (PluginWrapper wrapper : manager.getPlugins()) {
      versions.put(wrapper.getPluginId(), wrapper.getDescriptor().getVersion());
    }
    return versions;
  }

  /** Returns the sealed copies that plugins run from. */
  Set<Path> paths() {
    Set<Path> paths = new HashSet<>();
    for (PluginWrapper wrapper : manager.getPlugins()) {
      paths.add(wrapper.getPluginPath());
    }
    return paths;
  }

  /** Returns the bundles of what is loaded now. */
  List<SealedBundle> bundles() {
    // Here and not with each that is added: at a start that would look at all for each.
    bundles.keySet().retainAll(paths());
    return List.copyOf(bundles.values());
  }
}
