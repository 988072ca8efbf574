package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes all plugins out of a manager. */
@Internal
public final class PluginShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(PluginShutdown.class);

  private PluginShutdown() {}

  /**
   * Stops and unloads every plugin, those started last first. One by one: PF4J 3.15.0's own {@code
   * stopPlugins()} leaves some running, or throws, as soon as there are several.
   *
   * @throws RuntimeException what a listener of the host threw; every other plugin is unloaded by
   *     then
   * @throws Error what a plugin threw while it was stopped; likewise
   */
  @SuppressWarnings("ReferenceEquality") // no exception can be suppressed by itself
  public static void unloadAll(PluginManager manager) {
    List<PluginWrapper> plugins = new ArrayList<>(manager.getStartedPlugins());
    Collections.reverse(plugins);
    plugins.addAll(manager.getPlugins());
    Throwable first = null;
    for (PluginWrapper plugin : plugins) {
      try {
        unload(manager, plugin);
      } catch (RuntimeException | Error e) {
        QuarantinedPlugins.closeClassLoader(plugin);
        if (first == null) {
          first = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException failure) {
      throw failure;
    }
  }

  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  private static void unload(PluginManager manager, PluginWrapper wrapper) {
    // Unloading one takes those that need it with it.
    if (manager.getPlugin(wrapper.getPluginId()) == wrapper
        && !QuarantinedPlugins.unload(manager, wrapper)) {
      LOG.warn("Plugin {} does not unload", Printable.of(wrapper.getPluginId()));
      QuarantinedPlugins.closeClassLoader(wrapper);
    }
  }
}
