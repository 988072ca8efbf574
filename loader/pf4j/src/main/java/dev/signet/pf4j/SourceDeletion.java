package dev.signet.pf4j;

import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginRuntimeException;

/** Deletes a plugin where the host keeps it. */
final class SourceDeletion {
  private SourceDeletion() {}

  /**
   * Deletes a file, or a folder with all that is in it. A link is deleted, never what it points to.
   *
   * @return whether there was something to delete
   * @throws PluginRuntimeException when something cannot be deleted
   */
  static boolean delete(Path source) {
    try {
      Files.walkFileTree(source, new Deleting());
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new PluginRuntimeException(
          e, "Cannot delete plugin %s; check its permissions", Printable.of("" + source));
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
        throws IOException {
      if (problem != null) {
        throw problem;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
