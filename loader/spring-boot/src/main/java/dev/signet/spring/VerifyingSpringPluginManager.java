package dev.signet.spring;

import dev.signet.pf4j.CheckingPluginLoader;
import dev.signet.pf4j.FailureIsolation;
import dev.signet.pf4j.PluginAdmission;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStateEvent;
import org.pf4j.PluginWrapper;
import org.pf4j.spring.SpringPluginManager;

/**
 * The plugin manager of pf4j-spring, which makes beans of extensions, and loads only what was
 * verified and admitted, see {@link PluginAdmission}. Loads and starts its plugins when Spring has
 * made it, unless {@code signet.application.start-plugins} is false.
 */
public class VerifyingSpringPluginManager extends SpringPluginManager
    implements AdmissionHolder, AutoCloseable {
  private final FailureIsolation isolation = new FailureIsolation();
  private final PluginAdmission admission;
  private final boolean starting;

  /**
   * Creates the manager.
   *
   * @param roots folders in which plugins lie
   * @param opening opens the admission of this manager: {@code PluginAdmission.builder()…::build}
   * @param starting whether {@link #init} loads and starts the plugins
   */
  @SuppressWarnings("this-escape") // the admission only keeps it until the first load
  public VerifyingSpringPluginManager(
      List<Path> roots, Function<PluginManager, PluginAdmission> opening, boolean starting) {
    super(roots);
    this.admission = opening.apply(this);
    // No different from the usual one where sealed copies are trusted.
    pluginLoader = CheckingPluginLoader.of(() -> admission, pluginLoader);
    this.starting = starting;
  }

  /** Returns what decides here. */
  @Override
  public final PluginAdmission admission() {
    return admission;
  }

  /** Called by Spring once; see {@link #start}. */
  @Override
  public void init() {
    if (starting) {
      start();
    }
  }

  /** Loads and starts the plugins, and makes beans of their extensions. */
  public void start() {
    super.init();
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
}
