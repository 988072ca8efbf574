package dev.signet.pf4j.install;

import dev.signet.pf4j.text.PluginFailures;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts single plugins, and nothing that is disabled. PF4J's own way to start one also starts all
 * that it uses, and enables for good what an administrator has disabled of that.
 */
final class PluginStarts {
  private static final Logger LOG = LoggerFactory.getLogger(PluginStarts.class);

  private final PluginManager manager;
  private final List<String> startedForOthers = new ArrayList<>();

  PluginStarts(PluginManager manager) {
    this.manager = manager;
  }

  /**
   * Starts a plugin, and before it what it needs and does not run.
   *
   * @throws PluginRuntimeException when it, or something it needs, does not start
   */
  void withNeeds(String id) {
    for (PluginDependency dependency : loaded(id).getDescriptor().getDependencies()) {
      PluginWrapper needed = manager.getPlugin(dependency.getPluginId());
      if (!dependency.isOptional() && needed != null && isIdle(needed.getPluginState())) {
        withNeeds(needed.getPluginId());
        startedForOthers.add(needed.getPluginId());
      }
    }
    alone(id);
  }

  /**
   * Starts a plugin beside whatever of the others runs, as PF4J does when a host starts.
   *
   * @throws PluginRuntimeException when it does not start
   */
  void alone(String id) {
    PluginWrapper plugin = loaded(id);
    if (plugin.getPluginState() == PluginState.DISABLED) {
      throw new PluginRuntimeException("Plugin '{}' is disabled.", Printable.of(id));
    }
    if (plugin.getDescriptor().getDependencies().stream().allMatch(this::runsOrIsNotThere)) {
      manager.startPlugin(id);
    } else {
      startWithout(plugin);
    }
    if (plugin.getPluginState() != PluginState.STARTED) {
      throw failure(plugin);
    }
  }

  /** Stops again what was started only because another plugin needed it. */
  void takeBack() {
    Collections.reverse(startedForOthers);
    for (String id : startedForOthers) {
      try {
        if (manager.getPlugin(id) != null) {
          manager.stopPlugin(id);
        }
      } catch (RuntimeException | Error e) {
        PluginFailures.warn(LOG, "Plugin {} does not stop as it should", id, e);
      }
    }
    startedForOthers.clear();
  }

  /** Has PF4J start all that is not disabled, while every other one that does not run is. */
  private void startWithout(PluginWrapper plugin) {
    Map<PluginWrapper, PluginState> others = new HashMap<>();
    for (PluginWrapper other : manager.getResolvedPlugins()) {
      if (!other.equals(plugin) && isIdle(other.getPluginState())) {
        others.put(other, other.getPluginState());
        other.setPluginState(PluginState.DISABLED);
      }
    }
    try {
      manager.startPlugins();
    } catch (ConcurrentModificationException e) {
      // It has had plugins loaded or unloaded, and is started by then: nothing else is to be.
      LOG.debug(
          "Plugin {} changed the plugins when it started", Printable.of(plugin.getPluginId()), e);
    } finally {
      others.forEach(
          (other, state) -> {
            if (other.getPluginState() == PluginState.DISABLED) {
              other.setPluginState(state);
            }
          });
    }
  }

  private boolean runsOrIsNotThere(PluginDependency dependency) {
    PluginWrapper used = manager.getPlugin(dependency.getPluginId());
    return used == null ? dependency.isOptional() : used.getPluginState() == PluginState.STARTED;
  }

  private static boolean isIdle(PluginState state) {
    return state != PluginState.STARTED && state != PluginState.DISABLED;
  }

  private PluginWrapper loaded(String id) {
    return Optional.ofNullable(manager.getPlugin(id))
        .orElseThrow(
            () -> new PluginRuntimeException("Plugin '{}' is not loaded.", Printable.of(id)));
  }

  private static PluginRuntimeException failure(PluginWrapper plugin) {
    @Nullable Throwable cause = plugin.getFailedException();
    String why = cause == null ? plugin.getPluginState().toString() : PluginFailures.text(cause);
    PluginRuntimeException failure =
        new PluginRuntimeException(
            "Plugin '" + Printable.of(plugin.getPluginId()) + "' does not start: " + why + ".");
    failure.initCause(cause);
    return failure;
  }

  /** Returns whether a plugin of this state runs after a change; what had failed may do so then. */
  static boolean isToRun(PluginState state) {
    return state == PluginState.STARTED || state == PluginState.FAILED;
  }
}
