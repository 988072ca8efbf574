package dev.signet.pf4j;

import dev.signet.pf4j.load.QuarantinedPlugins;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops all plugins of a manager, or takes them out of it. */
final class PluginShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(PluginShutdown.class);

  private PluginShutdown() {}

  /**
   * Stops every plugin that runs, those started last first. One by one: PF4J 3.15.0's own {@code
   * stopPlugins()} leaves some running, or throws.
   *
   * @throws RuntimeException what a plugin or a listener of the host threw; every other plugin is
   *     stopped by then
   * @throws Error likewise
   */
  public static void stopAll(PluginManager manager) {
    forEach(
        startedLastFirst(manager),
        plugin -> {
          // Stopping one stops those that need it.
          if (plugin.getPluginState() == PluginState.STARTED) {
            manager.stopPlugin(plugin.getPluginId());
          }
        });
  }

  /**
   * Stops and unloads every plugin, those started last first, likewise.
   *
   * @throws RuntimeException what a listener of the host threw; every other plugin is unloaded by
   *     then
   * @throws Error what a plugin threw while it was stopped
   */
  public static void unloadAll(PluginManager manager) {
    List<PluginWrapper> plugins = startedLastFirst(manager);
    plugins.addAll(manager.getPlugins());
    forEach(
        plugins,
        plugin -> {
          try {
            unload(manager, plugin);
          } catch (RuntimeException | Error e) {
            QuarantinedPlugins.closeClassLoader(plugin);
            throw e;
          }
        });
  }

  private static List<PluginWrapper> startedLastFirst(PluginManager manager) {
    List<PluginWrapper> plugins = new ArrayList<>(manager.getStartedPlugins());
    Collections.reverse(plugins);
    return plugins;
  }

  /** Does it to each, whatever is thrown in between, which is thrown at the end. */
  @SuppressWarnings("ReferenceEquality") // no exception can be suppressed by itself
  private static void forEach(List<PluginWrapper> plugins, Consumer<PluginWrapper> action) {
    Throwable first = null;
    for (PluginWrapper plugin : plugins) {
      try {
        action.accept(plugin);
      } catch (RuntimeException | Error e) {
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
