package dev.signet.pf4j;

import dev.signet.pf4j.text.PluginFailures;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps whatever a plugin throws when it is started from stopping the others. PF4J counts a plugin
 * that throws an exception as failed; an error, or an exception that cannot even be logged, would
 * come out of its loop, and no plugin after that one would be started.
 */
final class FailedStarts {
  private static final Logger LOG = LoggerFactory.getLogger(FailedStarts.class);

  private Set<PluginWrapper> tried = new LinkedHashSet<>();
  private @Nullable PluginWrapper latest;

  /**
   * Tells listeners that PF4J is done with a plugin, whether it has started or thrown something.
   * What a listener throws is the host's, and no plugin's.
   */
  void tried(PluginWrapper plugin, Runnable listeners) {
    latest = null;
    tried.add(plugin);
    listeners.run();
    latest = plugin;
  }

  /** Starts all plugins, by PF4J's own loop, which begins anew after each that breaks it. */
  void all(Runnable loop) {
    Set<PluginWrapper> outer = tried;
    tried = new LinkedHashSet<>();
    Set<PluginWrapper> aside = new LinkedHashSet<>();
    try {
      // The loop would begin with those that have failed again.
      while (breaks(loop)
          && aside.addAll(tried.stream().filter(FailedStarts::hasFailed).toList())) {
        aside.forEach(plugin -> plugin.setPluginState(PluginState.DISABLED));
      }
    } finally {
      aside.stream()
          .filter(plugin -> plugin.getPluginState() == PluginState.DISABLED)
          .forEach(plugin -> plugin.setPluginState(PluginState.FAILED));
      outer.addAll(tried);
      tried = outer;
    }
  }

  private boolean breaks(Runnable loop) {
    latest = null;
    try {
      loop.run();
      return false;
    } catch (RuntimeException | Error e) {
      if (!isPlugins(e)) {
        throw e;
      }
      return true;
    }
  }

  /** Starts one plugin. */
  PluginState one(Supplier<PluginState> start) {
    latest = null;
    try {
      return start.get();
    } catch (RuntimeException | Error e) {
      if (!isPlugins(e)) {
        throw e;
      }
      return PluginState.FAILED;
    }
  }

  /** Returns whether a plugin threw it, which counts as failed then. */
  private boolean isPlugins(Throwable failure) {
    PluginWrapper thrower = latest;
    if (thrower == null || thrower.getPluginState() == PluginState.STARTED) {
      return false;
    }
    PluginFailures.log(
        LOG, Level.ERROR, "Plugin {} does not start", thrower.getPluginId(), failure);
    if (!hasFailed(thrower)) {
      thrower.setPluginState(PluginState.FAILED);
      thrower.setFailedException(failure);
    }
    return true;
  }

  private static boolean hasFailed(PluginWrapper plugin) {
    return plugin.getPluginState() == PluginState.FAILED;
  }
}
