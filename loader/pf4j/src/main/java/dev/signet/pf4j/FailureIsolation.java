package dev.signet.pf4j;

import dev.signet.pf4j.text.PluginFailures;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginStateEvent;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps whatever one plugin throws when it is started or stopped from the other plugins of its
 * manager. PF4J counts a plugin that throws an exception as failed; an error, or an exception that
 * cannot even be logged, would come out of its loop, and no plugin after that one would be started.
 *
 * <p>{@link VerifyingPluginManager} has it. A host's own manager overrides four methods:
 *
 * <pre>{@code
 * private final FailureIsolation isolation = new FailureIsolation();
 *
 * @Override public void startPlugins() {
 *   isolation.startAll(super::startPlugins);
 * }
 * @Override public PluginState startPlugin(String id) {
 *   return isolation.start(() -> super.startPlugin(id));
 * }
 * @Override public void stopPlugins() {
 *   FailureIsolation.stopAll(this);
 * }
 * @Override protected synchronized void firePluginStateEvent(PluginStateEvent event) {
 *   isolation.tried(event, super::firePluginStateEvent);
 * }
 * }</pre>
 *
 * <p>One for each manager, and as thread-safe as that: PF4J's are not.
 */
public final class FailureIsolation {
  private static final Logger LOG = LoggerFactory.getLogger(FailureIsolation.class);

  private Set<PluginWrapper> tried = new LinkedHashSet<>();
  private @Nullable PluginWrapper latest;

  /** Creates it; nothing is started yet. */
  public FailureIsolation() {}

  /**
   * Tells listeners that PF4J is done with a plugin, whether it has started or thrown something.
   * What a listener throws is the host's, and no plugin's.
   *
   * @param listeners the manager's own way to tell them: {@code super::firePluginStateEvent}
   */
  public void tried(PluginStateEvent event, Consumer<PluginStateEvent> listeners) {
    latest = null;
    tried.add(event.getPlugin());
    listeners.accept(event);
    latest = event.getPlugin();
  }

  /**
   * Starts all plugins that are not disabled.
   *
   * @param loop PF4J's own, which begins anew after each plugin that breaks it: {@code
   *     super::startPlugins}
   * @throws RuntimeException what a listener of the host threw
   * @throws Error likewise
   */
  public void startAll(Runnable loop) {
    Set<PluginWrapper> outer = tried;
    tried = new LinkedHashSet<>();
    Set<PluginWrapper> aside = new LinkedHashSet<>();
    try {
      // The loop would begin with those that have failed again.
      while (breaks(loop)
          && aside.addAll(tried.stream().filter(FailureIsolation::hasFailed).toList())) {
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

  /**
   * Starts a plugin and what it needs.
   *
   * @param start the manager's own way to do it, {@code super.startPlugin(id)}
   * @return what that returned, or {@link PluginState#FAILED} when a plugin threw something
   * @throws RuntimeException what a listener of the host threw, or that there is no such plugin
   * @throws Error what a listener of the host threw
   */
  public PluginState start(Supplier<PluginState> start) {
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

  /**
   * Stops every plugin that runs, those started last first.
   *
   * @throws RuntimeException what a plugin or a listener of the host threw; every other plugin is
   *     stopped by then
   * @throws Error likewise
   */
  public static void stopAll(PluginManager manager) {
    PluginShutdown.stopAll(manager);
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
