package dev.signet.pf4j.load;

import java.util.Arrays;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/** What differs between the versions of PF4J that a host may bring when plugins are unloaded. */
final class Unloading {
  /** Newer versions have a state for what is unloaded, which any thread may ask for. */
  private static final String STATE = "UNLOADED";

  private static final boolean HAS_STATE =
      Arrays.stream(PluginState.values()).map(PluginState::name).anyMatch(STATE::equals);

  private Unloading() {}

  /** Returns whether PF4J has unloaded a plugin. */
  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  static boolean isDone(PluginWrapper wrapper) {
    return HAS_STATE
        ? wrapper.getPluginState().name().equals(STATE)
        : wrapper.getPluginManager().getPlugin(wrapper.getPluginId()) != wrapper;
  }

  /**
   * Sees to it that a plugin that does not run is not run to be stopped: versions without that
   * state make the plugin, if need be, and stop it, unless they take it for stopped.
   */
  static void prepare(PluginWrapper wrapper) {
    if (!HAS_STATE
        && wrapper.getPluginState() != PluginState.STARTED
        && wrapper.getPluginState() != PluginState.DISABLED) {
      wrapper.setPluginState(PluginState.STOPPED);
    }
  }
}
