package dev.signet.pf4j;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * Which sources plugins were loaded from, for those who look on: unlike the manager's own, safe for
 * use by several threads.
 */
final class LoadedPlugins {
  private final Map<Path, PluginWrapper> wrappers = new ConcurrentHashMap<>();

  /** Takes note that a plugin was loaded. */
  void add(Path source, PluginWrapper wrapper) {
    wrappers.put(source, wrapper);
  }

  /** Returns the sources of what is loaded. */
  Set<Path> sources() {
    wrappers.values().removeIf(wrapper -> wrapper.getPluginState() == PluginState.UNLOADED);
    return Set.copyOf(wrappers.keySet());
  }

  /** Returns whether a plugin from there is started. */
  boolean isRunning(Path source) {
    PluginWrapper wrapper = wrappers.get(source);
    return wrapper != null && wrapper.getPluginState() == PluginState.STARTED;
  }

  void clear() {
    wrappers.clear();
  }
}
