package dev.signet.pf4j;

import dev.signet.pf4j.load.PluginPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginRepository;

/**
 * Stands in for PF4J's own repositories. PF4J asks for it in its constructor, before a subclass has
 * set its fields: the admission is looked up when it is used.
 */
final class AdmittedPluginRepository implements PluginRepository {
  private final Supplier<@Nullable PluginPaths> paths;

  public AdmittedPluginRepository(Supplier<@Nullable PluginPaths> paths) {
    this.paths = paths;
  }

  @Override
  public List<Path> getPluginPaths() {
    return paths().all();
  }

  @Override
  public boolean deletePluginPath(Path pluginPath) {
    return paths().delete(pluginPath);
  }

  private PluginPaths paths() {
    PluginPaths found = paths.get();
    if (found == null) {
      throw new IllegalStateException(
          "The PluginAdmission of this plugin manager is not set yet; create it in the manager's"
              + " constructor and load plugins only afterwards");
    }
    return found;
  }
}
