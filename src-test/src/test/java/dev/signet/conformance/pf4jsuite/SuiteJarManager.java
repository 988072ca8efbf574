package dev.signet.conformance.pf4jsuite;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.PluginAdmission;
import java.nio.file.Path;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;

/** Takes the place of PF4J's {@code JarPluginManager}. */
public class SuiteJarManager extends JarPluginManager {
  private final PluginAdmission admission;

  /** As PF4J's. */
  @SuppressWarnings("this-escape")
  public SuiteJarManager(Path... pluginsRoots) {
    super(pluginsRoots);
    admission =
        SuiteOptions.opened(
            SuiteOptions.apply(PluginAdmission.builder()).kinds(BundleKind.JAR).build(this));
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return PluginAdmission.repository(() -> admission);
  }

  @Override
  protected PluginWrapper loadPluginFromPath(Path path) {
    return admission.load(path, super::loadPluginFromPath);
  }
}
