package dev.signet.spring;

import java.util.List;
import org.pf4j.PluginManager;
import org.springframework.context.SmartLifecycle;

/**
 * Loads and starts plugins when all beans are there, before requests are served, and stops them
 * after the last request.
 */
final class PluginStart implements SmartLifecycle {
  /** Below those of web servers, which are at most this far from the default. */
  private static final int PHASE = DEFAULT_PHASE - 4096;

  private final List<? extends PluginManager> managers;
  private volatile boolean running;

  PluginStart(List<? extends PluginManager> managers) {
    this.managers = List.copyOf(managers);
  }

  @Override
  public void start() {
    managers.forEach(PluginStart::start);
    running = true;
  }

  private static void start(PluginManager plugins) {
    // Some are there when the application has loaded them, or has been stopped in between.
    if (plugins.getPlugins().isEmpty()) {
      plugins.loadPlugins();
    }
    plugins.startPlugins();
  }

  @Override
  public void stop() {
    managers.forEach(PluginManager::stopPlugins);
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
