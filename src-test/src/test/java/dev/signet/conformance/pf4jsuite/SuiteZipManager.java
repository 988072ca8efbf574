package dev.signet.conformance.pf4jsuite;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.PluginAdmission;
import java.nio.file.Path;
import org.pf4j.PluginRepository;
import org.pf4j.PluginWrapper;
import org.pf4j.ZipPluginManager;

/** Takes the place of PF4J's {@code ZipPluginManager}. */
public class SuiteZipManager extends ZipPluginManager {
  private final PluginAdmission admission;

  /** As PF4J's. */
  @SuppressWarnings("this-escape")
  public SuiteZipManager() {
    admission =
        SuiteOptions.opened(
            SuiteOptions.apply(PluginAdmission.builder())
                .kinds(BundleKind.FOLDER, BundleKind.ZIP)
                .build(this));
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
