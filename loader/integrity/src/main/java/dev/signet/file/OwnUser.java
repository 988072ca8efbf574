package dev.signet.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Whom the operating system takes us for, which the owner of a file that we make tells. */
final class OwnUser {
  private static final String PROBE = ".signet-owner-";
  private static final int ATTEMPTS = 3;

  private OwnUser() {}

  /** See {@link Ownership#deleteLeftovers}. */
  static void deleteLeftovers(Path folder) throws IOException {
    try (DirectoryStream<Path> probes = Files.newDirectoryStream(folder, PROBE + "*")) {
      for (Path probe : probes) {
        Files.deleteIfExists(probe);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Returns the number of the user the operating system takes us for. */
  static int number() throws IOException {
    Path probe = Files.createTempFile(PROBE, "");
    try {
      return FoldersAbove.number(probe, "uid");
    } finally {
      Files.delete(probe);
    }
  }

  /** Returns which user the operating system takes us for: the owner of a file we make. */
  static UserPrincipal in(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path probe = probe(folder);
      try {
        return Files.getOwner(probe);
      } catch (NoSuchFileException e) {
        // Whoever has just taken the lock took it for a leftover.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      } finally {
        Files.deleteIfExists(probe);
      }
    }
  }

  /** In a folder where we may make no file, it is somebody else's: then one elsewhere tells. */
  private static Path probe(Path folder) throws IOException {
    try {
      return Files.createTempFile(folder, PROBE, "");
    } catch (AccessDeniedException e) {
      return Files.createTempFile(PROBE, "");
    }
  }
}
