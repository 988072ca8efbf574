package dev.signet.pf4j.load;

import dev.signet.Internal;
import java.nio.file.Path;
import java.util.List;

/** The plugin paths that PF4J is given. */
@Internal
public interface PluginPaths {

  /** Returns the paths to load, in PF4J's order. */
  List<Path> all();

  /**
   * Deletes what a path stands for.
   *
   * @return whether there was something to delete
   */
  boolean delete(Path pluginPath);
}
