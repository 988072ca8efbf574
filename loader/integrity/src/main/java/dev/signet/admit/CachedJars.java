package dev.signet.admit;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that this JVM keeps open, for good, once somebody has read from one by its address
 * ({@code jar:file:...}), as many libraries do. Deleted ones would keep their space on the disk,
 * and Windows would not let them be deleted or moved.
 */
final class CachedJars {
  private CachedJars() {}

  /** Closes those below a folder, of which nothing is loaded any more. */
  static void close(Path folder) {
    for (Path jar : jars(folder)) {
      try {
        URL address = new URL("jar:" + jar.toRealPath().toUri().toURL() + "!/");
        if (address.openConnection() instanceof JarURLConnection connection) {
          // There is no way to ask whether it is open: one that is not is opened, and closed.
          connection.setUseCaches(true);
          connection.getJarFile().close();
        }
      } catch (IOException | RuntimeException e) {
        // It is no jar to this JVM, and so none that it keeps open.
      }
    }
  }

  private static List<Path> jars(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .toList();
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }
}
