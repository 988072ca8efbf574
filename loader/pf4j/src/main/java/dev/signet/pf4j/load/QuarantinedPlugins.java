package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.verdict.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plugins that PF4J has registered before they turned out to be rejected. They are taken out again;
 * where PF4J cannot do that yet, they are left without a class loader until it can.
 */
@Internal
public final class QuarantinedPlugins {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantinedPlugins.class);

  private final PluginManager manager;
  private final List<PluginWrapper> remaining = new ArrayList<>();

  public QuarantinedPlugins(PluginManager manager) {
    this.manager = manager;
  }

  /** Sees to it that nothing of the plugin can be run. None of its classes was defined so far. */
  public void add(PluginWrapper wrapper, PluginRejectedException cause) {
    wrapper.setPluginFactory(
        unused -> {
          throw cause;
        });
    wrapper.setPluginState(PluginState.FAILED);
    wrapper.setFailedException(cause);
    manager.getUnresolvedPlugins().remove(wrapper);
    forgetNeeds(wrapper);
    closeClassLoader(wrapper);
    remaining.add(wrapper);
    unload();
  }

  /** PF4J resolves what it has registered, and throws for all when one needs what is not there. */
  private static void forgetNeeds(PluginWrapper wrapper) {
    try {
      wrapper.getDescriptor().getDependencies().clear();
    } catch (UnsupportedOperationException e) {
      LOG.debug("Dependencies of {} are fixed", Printable.of(wrapper.getPluginId()), e);
    }
  }

  /** Takes out what PF4J is now able to take out. */
  public void unload() {
    remaining.removeIf(wrapper -> unload(manager, wrapper));
  }

  /**
   * Stops and unloads a plugin.
   *
   * @return whether PF4J no longer has it
   */
  @SuppressWarnings("ReferenceEquality") // wrappers of one id are equal; this very one is meant
  public static boolean unload(PluginManager manager, PluginWrapper wrapper) {
    String id = wrapper.getPluginId();
    Unloading.prepare(wrapper);
    try {
      manager.unloadPlugin(id);
    } catch (PluginRuntimeException e) {
      // Thrown by the new resolution of the others, when the plugin is out already.
      LOG.debug("After plugin {} was unloaded", Printable.of(id), e);
    } catch (IllegalStateException e) {
      // PF4J 3.15.0 cannot unload a plugin before it has resolved dependencies for the first time.
      LOG.debug("Plugin {} cannot be unloaded yet", Printable.of(id), e);
    }
    return manager.getPlugin(id) != wrapper;
  }

  public static void closeClassLoader(PluginWrapper wrapper) {
    if (wrapper.getPluginClassLoader() instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        LOG.warn(
            "Cannot close the class loader of plugin {}", Printable.of(wrapper.getPluginId()), e);
      }
    }
  }
}
