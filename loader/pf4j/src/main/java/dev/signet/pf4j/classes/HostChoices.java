package dev.signet.pf4j.classes;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;

/**
 * How a host has its plugins' classes loaded, taken from a class loader that its own plugin loader
 * has made: which places of the bundle, in which order, beside which parent.
 */
record HostChoices(
    PluginManager manager,
    PluginDescriptor descriptor,
    @Nullable ClassLoader parent,
    ClassLoadingStrategy strategy,
    Map<Path, URL> classPath) {

  /**
   * Asks a class loader of PF4J's own kind, of which nothing was loaded, and closes it.
   *
   * @throws PluginRuntimeException when it is of another kind, or reads from elsewhere
   */
  static HostChoices of(ClassLoader made, PluginManager manager, PluginDescriptor descriptor) {
    if (made.getClass() != PluginClassLoader.class) {
      throw new PluginRuntimeException(
          "This host loads plugins by class loaders of its own ({}), whose bytes cannot be checked"
              + " as they are read. Have its plugin loader make PF4J's PluginClassLoader, or set"
              + " sealing to trusted.",
          made.getClass().getName());
    }
    try (PluginClassLoader loader = (PluginClassLoader) made) {
      Map<Path, URL> places = new LinkedHashMap<>();
      for (URL url : loader.getURLs()) {
        places.put(place(url), url);
      }
      return new HostChoices(manager, descriptor, loader.getParent(), strategy(loader), places);
    } catch (IOException e) {
      throw new PluginRuntimeException(e, "A class loader cannot be closed");
    }
  }

  private static Path place(URL url) {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      throw new PluginRuntimeException(
          e,
          "The host's plugin loader has put {} on a plugin's class path, which is no file of its"
              + " sealed copy. Give it to all plugins by their parent class loader, or set sealing"
              + " to trusted.",
          url);
    }
  }

  /** PF4J has no method for it. */
  private static ClassLoadingStrategy strategy(PluginClassLoader loader) {
    try {
      return (ClassLoadingStrategy)
          MethodHandles.privateLookupIn(PluginClassLoader.class, MethodHandles.lookup())
              .findVarHandle(
                  PluginClassLoader.class, "classLoadingStrategy", ClassLoadingStrategy.class)
              .get(loader);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new PluginRuntimeException(
          e,
          "This version of PF4J does not tell in which order its class loaders look for classes;"
              + " take another one, or set sealing to trusted");
    }
  }

  List<Path> places() {
    return List.copyOf(classPath.keySet());
  }

  Collection<URL> urls() {
    return classPath.values();
  }

  /** Returns the address that plain PF4J would tell of classes from there. */
  URL urlOf(Path location) {
    URL known = classPath.get(location);
    try {
      return known == null ? location.toUri().toURL() : known;
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("location: " + location, e);
    }
  }
}
