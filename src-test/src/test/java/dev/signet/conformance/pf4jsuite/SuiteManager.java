package dev.signet.conformance.pf4jsuite;

import dev.signet.pf4j.VerifyingPluginManager;
import java.nio.file.Path;
import java.util.List;

/** Takes the place of PF4J's {@code DefaultPluginManager}. */
public class SuiteManager extends VerifyingPluginManager {
  /** As PF4J's. */
  public SuiteManager() {
    this(List.of());
  }

  /** As PF4J's. */
  public SuiteManager(Path... pluginsRoots) {
    this(List.of(pluginsRoots));
  }

  /** As PF4J's. */
  @SuppressWarnings("this-escape")
  public SuiteManager(List<Path> pluginsRoots) {
    super(SuiteOptions.apply(VerifyingPluginManager.builder(pluginsRoots.toArray(Path[]::new))));
    SuiteOptions.opened(admission());
  }
}
