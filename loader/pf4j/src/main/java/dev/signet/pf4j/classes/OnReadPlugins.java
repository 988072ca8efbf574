package dev.signet.pf4j.classes;

import dev.signet.admit.SealedBundle;
import dev.signet.admit.read.CheckedCopy;
import dev.signet.admit.read.SealedCopyChangedException;
import dev.signet.file.IoCause;
import dev.signet.verdict.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;

/**
 * Makes class loaders that check what they read, in place of those that a manager's plugin loader
 * makes, for bundles that are being loaded. Safe for use by several threads.
 */
public final class OnReadPlugins {
  private final PluginManager manager;
  private final BiConsumer<SealedBundle, Finding> changes;
  private final Map<Path, SealedBundle> loading = new ConcurrentHashMap<>();

  /**
   * @param changes is told, on any thread and with locks held, of each file of a copy that was
   *     changed after it was checked
   */
  public OnReadPlugins(PluginManager manager, BiConsumer<SealedBundle, Finding> changes) {
    this.manager = manager;
    this.changes = changes;
  }

  /**
   * Does something in which the manager may ask for the class loader of a bundle, and reads its
   * descriptor by its own ways.
   *
   * @throws PluginRuntimeException when to read the copy might never end
   */
  public <T> T loading(SealedBundle bundle, Supplier<T> work) {
    try {
      copyOf(bundle).requireNothingSpecial();
    } catch (SealedCopyChangedException e) {
      throw new PluginRuntimeException(e, "{}", e.getMessage());
    } catch (IOException e) {
      throw new PluginRuntimeException(
          e, "The sealed copy of plugin {} cannot be read: {}", bundle.id(), IoCause.withFile(e));
    }
    loading.put(bundle.path(), bundle);
    try {
      return work.get();
    } finally {
      loading.remove(bundle.path());
    }
  }

  /** Returns what is being loaded from a path; empty when nothing is that was sealed. */
  Optional<SealedBundle> loadingFrom(Path path) {
    return Optional.ofNullable(loading.get(path.toAbsolutePath().normalize()));
  }

  /**
   * Returns a class loader for a bundle; null when the usual loader makes none.
   *
   * @throws PluginRuntimeException when that makes one of another kind, or the copy was changed
   */
  @Nullable ClassLoader classLoader(
      SealedBundle bundle, PluginLoader usual, PluginDescriptor descriptor) {
    CheckedCopy copy = copyOf(bundle);
    ClassLoader made = usual.loadPlugin(bundle.path(), descriptor);
    if (made == null) {
      return null;
    }
    HostChoices host = HostChoices.of(made, manager, descriptor);
    for (Path place : host.places()) {
      if (!copy.holds(place)) {
        throw new PluginRuntimeException(
            "The class path of plugin {} leads to {}, which is no file of its sealed copy. Give"
                + " what all plugins share to them by their parent class loader, or set sealing to"
                + " trusted.",
            bundle.id(),
            place);
      }
    }
    try {
      copy.requireFoldersAndJars();
    } catch (SealedCopyChangedException e) {
      throw new PluginRuntimeException(e, "{}", e.getMessage());
    }
    return new OnReadClassLoader(bundle, copy, host);
  }

  private CheckedCopy copyOf(SealedBundle bundle) {
    return new CheckedCopy(
        bundle.path(),
        bundle.id(),
        bundle.contents().orElseThrow(),
        finding -> changes.accept(bundle, finding));
  }
}
