package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.pf4j.run.PluginClassRule;
import dev.signet.pf4j.run.RunRules;
import dev.signet.pf4j.text.PluginFailures;
import dev.signet.report.NotRunning;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * Which sources plugins were loaded from, for those who look on: unlike the manager's own, safe for
 * use by several threads.
 */
@Internal
public final class LoadedPlugins {
  private final Map<Path, PluginWrapper> wrappers = new ConcurrentHashMap<>();
  private final Map<Path, NotRunning> notLoaded = new ConcurrentHashMap<>();

  /** Records that a plugin was loaded. */
  public void add(Path source, PluginWrapper wrapper) {
    wrappers.put(source, wrapper);
    notLoaded.remove(source);
  }

  /** Records that the plugin manager could not load what had been admitted. */
  public void failed(Path source, Throwable cause) {
    String why = "The plugin manager cannot load it: " + PluginFailures.text(cause) + ".";
    notLoaded.put(source, new NotRunning(NotRunning.Kind.NOT_LOADED, why));
  }

  /**
   * Returns why an admitted plugin does not run; empty when it does, or is not meant to.
   *
   * @param rules tell what the plugin manager disables by itself
   */
  public Optional<NotRunning> notRunning(Path source, RunRules rules) {
    PluginWrapper wrapper = wrappers.get(source);
    if (wrapper == null || Unloading.isDone(wrapper)) {
      return Optional.ofNullable(notLoaded.get(source));
    }
    return switch (wrapper.getPluginState()) {
      case FAILED ->
          Optional.of(new NotRunning(NotRunning.Kind.START_FAILED, startFailure(wrapper)));
      case DISABLED ->
          rules.misfit(wrapper).map(why -> new NotRunning(NotRunning.Kind.DISABLED, why));
      default -> Optional.empty();
    };
  }

  private static String startFailure(PluginWrapper wrapper) {
    Throwable cause = wrapper.getFailedException();
    String type = wrapper.getDescriptor().getPluginClass();
    String file = type.replace('.', '/') + ".class";
    if (wrapper.getPluginClassLoader().getResource(file) == null) {
      return "It cannot be started: " + PluginClassRule.absent(type);
    }
    return cause == null
        ? "It cannot be started."
        : "It cannot be started: " + PluginFailures.text(cause) + ".";
  }

  /** Returns the sources of what is loaded. */
  public Set<Path> sources() {
    wrappers.values().removeIf(Unloading::isDone);
    return Set.copyOf(wrappers.keySet());
  }

  /** Returns whether a plugin from there is started. */
  public boolean isRunning(Path source) {
    PluginWrapper wrapper = wrappers.get(source);
    return wrapper != null && wrapper.getPluginState() == PluginState.STARTED;
  }
}
