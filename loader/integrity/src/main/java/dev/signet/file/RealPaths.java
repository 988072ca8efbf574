package dev.signet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where paths lead, so that one folder is recognised within another whatever links are between. */
public final class RealPaths {
  private RealPaths() {}

  /**
   * Returns a path without links, also of something that is still to be made: then what is there of
   * its path is followed, links that lead nowhere yet as well.
   *
   * @throws IOException when it cannot be found out: links lead in circles, or a folder may not be
   *     looked into
   */
  public static Path of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    for (Path there = absolute; there != null; there = there.getParent()) {
      Path rest = there.relativize(absolute);
      try {
        return there.toRealPath().resolve(rest).normalize();
      } catch (NoSuchFileException e) {
        if (Files.isSymbolicLink(there)) {
          return of(there.resolveSibling(Files.readSymbolicLink(there)).resolve(rest));
        }
      }
    }
    return absolute.normalize();
  }
}
