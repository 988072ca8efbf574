package dev.signet.pf4j.install;

import dev.signet.pf4j.load.QuarantinedPlugins;
import dev.signet.pf4j.text.PluginFailures;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a plugin and takes it out of the manager, also when it does not stop as it should. */
final class PluginUnload {
  private static final Logger LOG = LoggerFactory.getLogger(PluginUnload.class);

  private PluginUnload() {}

  /**
   * Takes it out, if it is loaded.
   *
   * @throws PluginRuntimeException when PF4J does not let go of it
   */
  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  static void now(PluginManager manager, String id) {
    PluginWrapper wrapper = manager.getPlugin(id);
    if (wrapper == null) {
      return;
    }
    try {
      QuarantinedPlugins.unload(manager, wrapper);
    } catch (RuntimeException | Error e) {
      // A plugin that cannot even be stopped needs its update more than any other.
      PluginFailures.warn(LOG, "Plugin {} does not stop as it should", id, e);
      if (manager.getPlugin(id) == wrapper) {
        wrapper.setPluginState(PluginState.FAILED);
        QuarantinedPlugins.unload(manager, wrapper);
      }
    }
    QuarantinedPlugins.closeClassLoader(wrapper);
    manager.getStartedPlugins().remove(wrapper);
    if (manager.getPlugin(id) == wrapper) {
      throw new PluginRuntimeException("Plugin {} does not unload", id);
    }
  }
}
