package dev.signet.pf4j.classes;

import dev.signet.admit.SealedBundle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;

/**
 * Stands before a manager's plugin loader, and has sealed bundles loaded by class loaders that
 * check what they read, where the host wants that.
 */
public final class OnReadPluginLoader implements PluginLoader {
  private final PluginLoader usual;
  private final Supplier<Optional<OnReadPlugins>> plugins;

  /**
   * @param plugins empty where copies are trusted
   */
  public OnReadPluginLoader(PluginLoader usual, Supplier<Optional<OnReadPlugins>> plugins) {
    this.usual = usual;
    this.plugins = plugins;
  }

  /** Returns whether a class loader is PF4J's own, or the one that stands for it. */
  public static boolean isOfPf4j(ClassLoader made) {
    return made.getClass() == PluginClassLoader.class || made instanceof OnReadClassLoader;
  }

  @Override
  public boolean isApplicable(Path pluginPath) {
    return usual.isApplicable(pluginPath);
  }

  @Override
  public @Nullable ClassLoader loadPlugin(Path pluginPath, PluginDescriptor descriptor) {
    Optional<SealedBundle> bundle =
        plugins.get().flatMap(checked -> checked.loadingFrom(pluginPath));
    return bundle.isPresent()
        ? loadPlugin(bundle.get(), descriptor)
        : usual.loadPlugin(pluginPath, descriptor);
  }

  /** Returns the class loader of a bundle that may not be about to be loaded. */
  public @Nullable ClassLoader loadPlugin(SealedBundle bundle, PluginDescriptor descriptor) {
    Optional<OnReadPlugins> checked = plugins.get();
    return checked.isPresent() && bundle.contents().isPresent()
        ? checked.get().classLoader(bundle, usual, descriptor)
        : usual.loadPlugin(bundle.path(), descriptor);
  }
}
