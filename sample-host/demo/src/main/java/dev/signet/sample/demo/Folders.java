package dev.signet.sample.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copying and deleting folders of plugins. */
final class Folders {
  private Folders() {}

  /** Deletes a folder and what is in it, if it is there; links are deleted, not followed. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    for (Path path : list(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(path);
    }
  }

  /**
   * Copies a file, or a folder with what is in it.
   *
   * @param target its parent is made where it is missing; must not be there itself
   */
  static void copy(Path source, Path target) throws IOException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    for (Path path : list(source)) {
      Files.copy(path, target.resolve(source.relativize(path).toString()));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.toList();
    }
  }
}
