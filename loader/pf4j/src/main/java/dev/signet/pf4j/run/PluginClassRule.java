package dev.signet.pf4j.run;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.classes.OnReadPluginLoader;
import dev.signet.pf4j.text.PluginFailures;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginFactory;
import org.pf4j.Plugin;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether PF4J could start a plugin's class, asked as {@link DefaultPluginFactory} asks when it
 * starts the plugin: of the class loader that the manager's own loader makes, which also looks into
 * the host and the plugins it needs. Nothing of the plugin runs: its class is defined, and not
 * initialised. Of hosts that make plugins or class loaders in a way of their own nothing is said.
 */
public final class PluginClassRule {
  private static final Logger LOG = LoggerFactory.getLogger(PluginClassRule.class);

  private final ManagerRules manager;

  PluginClassRule(ManagerRules manager) {
    this.manager = manager;
  }

  /**
   * Returns why it could not be started from these sealed bytes; empty when nothing speaks for it.
   */
  Optional<Finding> obstacle(SealedBundle bundle, PluginDescriptor descriptor) {
    if (!manager.makesPluginsAsPf4jDoes()) {
      return Optional.empty();
    }
    ClassLoader made;
    try {
      made = classLoader(bundle, descriptor);
    } catch (RuntimeException e) {
      // It does not load then, and the change is undone.
      LOG.debug("No class loader is made for {}", bundle.path(), e);
      return Optional.empty();
    }
    if (made == null || !OnReadPluginLoader.isOfPf4j(made)) {
      return Optional.empty();
    }
    try (PluginClassLoader loader = (PluginClassLoader) made) {
      return problem(loader, descriptor.getPluginClass())
          .map(why -> Finding.of(Reason.NOT_RUNNABLE, "It could not be started: " + why));
    } catch (IOException e) {
      LOG.debug("Not closed: the class loader of {}", bundle.path(), e);
      return Optional.empty();
    }
  }

  private @Nullable ClassLoader classLoader(SealedBundle bundle, PluginDescriptor descriptor) {
    PluginLoader loader = manager.pluginLoader();
    return bundle.contents().isPresent() && loader instanceof OnReadPluginLoader checking
        ? checking.loadPlugin(bundle, descriptor)
        : loader.loadPlugin(bundle.path(), descriptor);
  }

  private static Optional<String> problem(PluginClassLoader loader, String name) {
    try {
      Class<?> type = loader.loadClass(name);
      if (!Plugin.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
        return Optional.of(
            "its class '"
                + name
                + "' is abstract, or does not extend "
                + Plugin.class.getName()
                + ".");
      }
      return isMakable(type)
          ? Optional.empty()
          : Optional.of(
              "its class '"
                  + name
                  + "' has no public constructor without parameters, or with a PluginWrapper.");
    } catch (ClassNotFoundException e) {
      return Optional.of(absent(name));
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(
          "its class '" + name + "' cannot be loaded: " + PluginFailures.text(e) + ".");
    }
  }

  /** Returns what is said of a class that no class loader of the plugin finds. */
  public static String absent(String name) {
    return "its class '" + name + "' is in none of its jars and folders.";
  }

  private static boolean isMakable(Class<?> type) {
    return hasConstructor(type, PluginWrapper.class) || hasConstructor(type);
  }

  private static boolean hasConstructor(Class<?> type, Class<?>... parameters) {
    return Arrays.stream(type.getConstructors())
        .anyMatch(constructor -> Arrays.equals(constructor.getParameterTypes(), parameters));
  }
}
