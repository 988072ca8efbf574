package dev.signet.sample.host;

import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts plugins so that none of them keeps another one, or the host, from running. */
final class PluginStart {
  private static final Logger LOG = LoggerFactory.getLogger(PluginStart.class);

  private PluginStart() {}

  /**
   * Starts all plugins that are not disabled. One that throws an error has failed, as with PF4J one
   * that throws an exception.
   */
  static void all(PluginManager manager) {
    List<PluginWrapper> aside = new ArrayList<>();
    while (!reachesTheEnd(manager)) {
      // PF4J would begin with these again, and not come to those after them.
      manager.getResolvedPlugins().stream().filter(PluginStart::hasFailed).forEach(aside::add);
      aside.forEach(plugin -> plugin.setPluginState(PluginState.DISABLED));
    }
    aside.forEach(plugin -> plugin.setPluginState(PluginState.FAILED));
  }

  private static boolean reachesTheEnd(PluginManager manager) {
    try {
      manager.startPlugins();
      return true;
    } catch (Error e) {
      // Whose it is: the first, in PF4J's order, that has neither started nor failed.
      PluginWrapper thrower =
          manager.getResolvedPlugins().stream()
              .filter(plugin -> plugin.getPluginState().isResolved())
              .findFirst()
              .orElseThrow(() -> e);
      LOG.error("Unable to start plugin '{}'", Printable.of(thrower.getPluginId()), e);
      thrower.setPluginState(PluginState.FAILED);
      thrower.setFailedException(e);
      return false;
    }
  }

  private static boolean hasFailed(PluginWrapper plugin) {
    return plugin.getPluginState() == PluginState.FAILED;
  }

  /**
   * Counts a plugin that would be started as one that has failed, without running any of it: an
   * installer then tries its next release, and has this one back when that does not start.
   */
  static void skip(PluginManager manager, String id) {
    PluginWrapper plugin = manager.getPlugin(id);
    if (plugin != null && plugin.getPluginState().isResolved()) {
      plugin.setPluginState(PluginState.FAILED);
    }
  }
}
