package dev.signet.admit;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The jars that this JVM keeps open, for good, once somebody has read from one by its address
 * ({@code jar:file:...}), as many libraries do. Deleted ones would keep their space on the disk,
 * and Windows would not let them be deleted or moved.
 */
final class CachedJars {
  /** Where Linux has a link for each open file, so that not every jar has to be tried. */
  private static final Path HANDLES = Path.of("/proc/self/fd");

  private CachedJars() {}

  /** Closes those below folders, of which nothing is loaded any more. */
  static void close(Collection<Path> folders) {
    if (folders.isEmpty()) {
      return;
    }
    Set<Path> open = openFiles();
    for (Path jar : open.isEmpty() ? jars(folders) : jarsAmong(open, folders)) {
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

  /** Returns the files this process has open; none where the operating system does not say. */
  private static Set<Path> openFiles() {
    Set<Path> files = new HashSet<>();
    try (DirectoryStream<Path> handles = Files.newDirectoryStream(HANDLES)) {
      for (Path handle : handles) {
        target(handle).ifPresent(files::add);
      }
    } catch (IOException | DirectoryIteratorException e) {
      return Set.of();
    }
    return files;
  }

  private static Optional<Path> target(Path handle) {
    try {
      return Optional.of(Files.readSymbolicLink(handle));
    } catch (IOException | RuntimeException e) {
      // It was closed meanwhile.
      return Optional.empty();
    }
  }

  private static List<Path> jarsAmong(Set<Path> files, Collection<Path> folders) {
    return files.stream()
        .filter(CachedJars::isJar)
        .filter(file -> folders.stream().anyMatch(file::startsWith))
        .toList();
  }

  private static List<Path> jars(Collection<Path> folders) {
    List<Path> jars = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(CachedJars::isJar)
            .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            .forEach(jars::add);
      } catch (IOException | RuntimeException e) {
        // What cannot be listed keeps what it has open.
      }
    }
    return jars;
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }
}
