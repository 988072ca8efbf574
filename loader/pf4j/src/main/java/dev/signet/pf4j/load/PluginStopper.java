package dev.signet.pf4j.load;

import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.verdict.Printable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;

/**
 * Does with a running plugin that is refused now what the host wants done. Safe for use by several
 * threads.
 */
final class PluginStopper {
  private static final Logger LOG = AdmissionLog.LOGGER;
  private static final long PATIENCE_SECONDS = 30;

  private final PluginManager manager;
  private final WhenRefusedLater wanted;
  private final ReentrantLock acting = new ReentrantLock();
  private volatile boolean closed;

  PluginStopper(PluginManager manager, WhenRefusedLater wanted) {
    this.manager = manager;
    this.wanted = wanted;
  }

  /** Stops or unloads a plugin, if that is wanted and the manager still has this very one. */
  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  void stop(PluginWrapper wrapper) {
    acting.lock();
    try {
      if (!closed
          && wanted != WhenRefusedLater.REPORT
          && manager.getPlugin(wrapper.getPluginId()) == wrapper) {
        stopNow(wrapper);
      }
    } finally {
      acting.unlock();
    }
  }

  /** Waits, for a bounded time, for what is being stopped; nothing is stopped afterwards. */
  void close() {
    closed = true;
    try {
      if (acting.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        acting.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopNow(PluginWrapper wrapper) {
    try {
      if (wanted == WhenRefusedLater.STOP) {
        manager.stopPlugin(wrapper.getPluginId());
      } else {
        QuarantinedPlugins.unload(manager, wrapper);
      }
    } catch (RuntimeException e) {
      LOG.error(
          "Plugin {} is no longer trusted, and cannot be stopped",
          Printable.of(wrapper.getPluginId()),
          e);
    } finally {
      giveUp(wrapper);
    }
  }

  /**
   * A plugin whose own stop() throws is left as started by PF4J, which gives out its extensions.
   */
  private void giveUp(PluginWrapper wrapper) {
    if (wrapper.getPluginState() == PluginState.STARTED) {
      wrapper.setPluginState(PluginState.FAILED);
    }
    manager.getStartedPlugins().remove(wrapper);
  }
}
