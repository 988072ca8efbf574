package dev.signet.pf4j;

import dev.signet.pf4j.rescan.Rescan;
import dev.signet.pf4j.run.ManagerRules;
import dev.signet.policy.Decision;
import dev.signet.report.IntegrityReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStateEvent;
import org.pf4j.PluginWrapper;

/**
 * A PF4J plugin manager that loads a plugin only after its bytes were verified and admitted, and
 * then exactly these bytes.
 *
 * <pre>{@code
 * try (VerifyingPluginManager plugins =
 *     VerifyingPluginManager.builder(Path.of("plugins"))
 *         .trust(TrustStore.load(Path.of("trust")))
 *         .require(SignatureRequirement.ALL)
 *         .stateDirectory(Path.of("/var/lib/myhost/signet"))
 *         .build()) {
 *   plugins.loadPlugins();
 *   plugins.startPlugins();
 * }
 * }</pre>
 *
 * <p>It is PF4J's {@link DefaultPluginManager} in all else. A wrapper's {@code getPluginPath()} is
 * the sealed, read-only copy, which has another path each time it is loaded again; {@link
 * PluginAdmission#sourceOf} tells where the plugin came from. Archives are not unpacked beside
 * themselves. Not thread-safe, like the class it extends, except for {@link #decisions} and {@link
 * #refusals}.
 *
 * <p>A host that needs another manager leaves this class alone and overrides the same two methods
 * there, see the package description and {@link PluginAdmission}. A subclass of this class must not
 * override them.
 */
public class VerifyingPluginManager extends DefaultPluginManager implements AutoCloseable {
  private final FailureIsolation isolation = new FailureIsolation();
  private final PluginAdmission admission;

  /**
   * Creates the manager from its builder; for subclasses.
   *
   * @throws IllegalStateException as {@link Builder#build}
   */
  @SuppressWarnings("this-escape") // the admission only keeps it until the first load
  protected VerifyingPluginManager(Builder builder) {
    super(builder.roots());
    AdmissionSettings settings = builder.settings();
    this.admission = new PluginAdmission(this, Optional.of(rules()), settings);
    if (settings.reading().checkedOnRead()) {
      pluginLoader = CheckingPluginLoader.of(() -> admission, pluginLoader);
    }
  }

  /**
   * Returns a builder without any option set.
   *
   * @param roots folders in which plugins lie; without any, PF4J's default ({@code
   *     pf4j.pluginsDir}, or {@code plugins} in the working directory)
   */
  public static Builder builder(Path... roots) {
    return new Builder(List.of(roots));
  }

  /**
   * Returns a builder with these roots and options, for a host that opens another manager later.
   */
  public final Builder toBuilder() {
    return new Builder(getPluginsRoots()).startFrom(admission.settings());
  }

  /** Returns what decides here. */
  public final PluginAdmission admission() {
    return admission;
  }

  /** Returns the latest decision on each source, see {@link PluginAdmission#decisions}. */
  public final Map<Path, Decision> decisions() {
    return admission.decisions();
  }

  /** Returns the refusals among the {@link #decisions}. */
  public final List<Decision> refusals() {
    return admission.refusals();
  }

  /** Returns all there is to show, see {@link PluginAdmission#report}. */
  public final IntegrityReport report() {
    return admission.report();
  }

  /** Reads everything again in the background, see {@link PluginAdmission#rescan()}. */
  public final Rescan rescan() {
    return admission.rescan();
  }

  /**
   * Starts all plugins that are not disabled. Whatever one of them throws, errors included, counts
   * as its failure, and keeps no other one from starting.
   */
  @Override
  public void startPlugins() {
    isolation.startAll(super::startPlugins);
  }

  /**
   * Starts a plugin and what it needs. Whatever it throws, errors included, counts as its failure.
   *
   * @return {@link PluginState#FAILED} then
   */
  @Override
  public PluginState startPlugin(String pluginId) {
    return isolation.start(() -> super.startPlugin(pluginId));
  }

  /**
   * Stops all plugins, those started last first. Whatever one of them throws is thrown when all
   * others are stopped.
   */
  @Override
  public void stopPlugins() {
    FailureIsolation.stopAll(this);
  }

  @Override
  protected synchronized void firePluginStateEvent(PluginStateEvent event) {
    isolation.tried(event, super::firePluginStateEvent);
  }

  /** Stops and unloads all plugins and lets go of the state directory. May be repeated. */
  @Override
  public void close() {
    admission.close();
  }

  @Override
  protected final PluginRepository createPluginRepository() {
    return PluginAdmission.repository(() -> admission);
  }

  /** Returns a finder that reads with the host's own reader, if there is one. */
  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return PluginAdmission.descriptorFinder(() -> admission, super.createPluginDescriptorFinder());
  }

  @Override
  protected final PluginWrapper loadPluginFromPath(Path path) {
    return admission.load(path, super::loadPluginFromPath);
  }

  /** Returns what PF4J keeps protected and the admission has to ask. */
  private ManagerRules rules() {
    return new ManagerRules(
        this::isPluginDisabled,
        this::isPluginValid,
        () -> pluginFactory,
        this::getPluginLoader,
        this::getPluginDescriptorFinder);
  }

  /** Options of a verifying plugin manager. */
  public static final class Builder extends AdmissionOptions<Builder> {
    private final List<Path> roots;

    private Builder(List<Path> roots) {
      this.roots = List.copyOf(roots);
    }

    @Override
    Builder self() {
      return this;
    }

    List<Path> roots() {
      settings(); // so that nothing is begun when something is missing
      return roots;
    }

    /**
     * Opens the state directory and returns the manager. Nothing is loaded yet.
     *
     * @throws IllegalStateException when a required option is missing, or the state directory is in
     *     use by another process, not safe, or inside a plugins root
     */
    public VerifyingPluginManager build() {
      return new VerifyingPluginManager(this);
    }
  }
}
