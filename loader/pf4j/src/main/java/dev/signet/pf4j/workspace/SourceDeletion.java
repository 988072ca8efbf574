package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.file.FileTree;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Path;
import org.pf4j.PluginRuntimeException;

/** Deletes a plugin where the host keeps it. */
@Internal
public final class SourceDeletion {
  private SourceDeletion() {}

  /**
   * Deletes a file, or a folder with all that is in it. A link is deleted, never what it points to.
   *
   * @return whether there was something to delete
   * @throws PluginRuntimeException when something cannot be deleted
   */
  public static boolean delete(Path source) {
    boolean there = InstallFiles.exists(source);
    try {
      FileTree.delete(source);
      return there;
    } catch (IOException e) {
      throw new PluginRuntimeException(
          e, "Cannot delete plugin %s; check its permissions", Printable.of("" + source));
    }
  }
}
