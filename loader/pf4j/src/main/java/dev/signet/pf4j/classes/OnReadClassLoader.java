package dev.signet.pf4j.classes;

import dev.signet.admit.SealedBundle;
import dev.signet.admit.read.CheckedCopy;
import dev.signet.admit.read.ClassPath;
import dev.signet.admit.read.ClassPathPart;
import dev.signet.admit.read.SealedCopyChangedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;

/**
 * PF4J's class loader, but for where classes and resources of the plugin itself come from: their
 * bytes are held against what was verified as they are read, and what differs is neither defined
 * nor returned, nor looked for elsewhere. What a host or plugin adds to the class path is its own
 * business, as ever.
 */
public final class OnReadClassLoader extends PluginClassLoader {
  private final SealedBundle bundle;
  private final CheckedCopy copy;
  private final ClassPath classPath;
  private final HostChoices host;
  private final Map<ClassPathPart, CodeSource> sources = new ConcurrentHashMap<>();
  private final Map<ClassPathPart, CheckedUrls> urls = new ConcurrentHashMap<>();

  OnReadClassLoader(SealedBundle bundle, CheckedCopy copy, HostChoices host) {
    super(host.manager(), host.descriptor(), host.parent(), host.strategy());
    this.bundle = bundle;
    this.copy = copy;
    this.host = host;
    this.classPath = new ClassPath(copy, host.places());
  }

  /** Returns whether it loads this very bundle. */
  public boolean isOf(SealedBundle asked) {
    return bundle.path().equals(asked.path()) && bundle.source().equals(asked.source());
  }

  /** Returns the copy that it reads. */
  public CheckedCopy copy() {
    return copy;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Optional<ClassPath.Found> found;
    byte[] bytes;
    try {
      found = classPath.find(name.replace('.', '/').concat(".class"));
      if (found.isEmpty()) {
        return super.findClass(name);
      }
      bytes = found.get().read();
      definePackage(name, found.get().part());
    } catch (IOException e) {
      throw new LinkageError("Class " + name + " is not loaded. " + e.getMessage(), e);
    }
    return defineClass(name, bytes, 0, bytes.length, source(found.get().part()));
  }

  /** Defines a class's package with what the jar's manifest says of it, as the JDK does. */
  private void definePackage(String className, ClassPathPart part) throws IOException {
    int dot = className.lastIndexOf('.');
    if (dot < 0) {
      return;
    }
    String name = className.substring(0, dot);
    Optional<Manifest> manifest = part.manifest();
    Package known = getDefinedPackage(name);
    if (known == null) {
      try {
        if (manifest.isPresent()) {
          definePackage(name, manifest.get(), host.urlOf(part.location()));
        } else {
          definePackage(name, null, null, null, null, null, null, null);
        }
        return;
      } catch (IllegalArgumentException e) {
        // Another thread was quicker.
        known = getDefinedPackage(name);
      }
    }
    if (known.isSealed() && !known.isSealed(host.urlOf(part.location()))) {
      throw new SecurityException("sealing violation: package " + name + " is sealed");
    }
    if (!known.isSealed() && manifest.isPresent() && seals(manifest.get(), name)) {
      throw new SecurityException(
          "sealing violation: can't seal package " + name + ": already loaded");
    }
  }

  private static boolean seals(Manifest manifest, String name) {
    Attributes own = manifest.getAttributes(name.replace('.', '/') + "/");
    String sealed = own == null ? null : own.getValue(Attributes.Name.SEALED);
    return "true"
        .equalsIgnoreCase(
            sealed == null
                ? manifest.getMainAttributes().getValue(Attributes.Name.SEALED)
                : sealed);
  }

  private CodeSource source(ClassPathPart part) {
    CodeSource known = sources.get(part);
    if (known == null) {
      known = new CodeSource(host.urlOf(part.location()), (CodeSigner[]) null);
      sources.put(part, known);
    }
    return known;
  }

  private URL url(ClassPath.Found found) {
    return urls.computeIfAbsent(found.part(), CheckedUrls::new).of(found.name());
  }

  @Override
  public @Nullable URL findResource(String name) {
    try {
      Optional<ClassPath.Found> found = classPath.find(name);
      return found.isPresent() ? url(found.get()) : super.findResource(name);
    } catch (IOException e) {
      // Null would have it looked for elsewhere.
      return CheckedUrls.failing(name, e);
    }
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    List<URL> all = new ArrayList<>();
    for (ClassPath.Found found : classPath.findAll(name)) {
      all.add(url(found));
    }
    all.addAll(Collections.list(super.findResources(name)));
    return Collections.enumeration(all);
  }

  /**
   * Opens a resource.
   *
   * @return null when there is none; a stream that throws {@link SealedCopyChangedException} when
   *     it was changed, since to callers null only means that there is none
   */
  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    URL url = getResource(name);
    if (url == null || !url.getProtocol().equals(CheckedUrls.SCHEME)) {
      return super.getResourceAsStream(name);
    }
    try {
      return url.openStream();
    } catch (SealedCopyChangedException e) {
      return CheckedUrls.failing(e);
    } catch (IOException e) {
      return null;
    }
  }

  /** Returns what plain PF4J would have on its class path, for those who want to know. */
  @Override
  public URL[] getURLs() {
    return Stream.concat(host.urls().stream(), Stream.of(super.getURLs())).toArray(URL[]::new);
  }

  @Override
  public void close() throws IOException {
    try (classPath) {
      super.close();
    }
  }
}
