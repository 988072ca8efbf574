package dev.signet.admit;

import dev.signet.bundle.RealPaths;
import dev.signet.verify.Staging;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes sure that nobody but this process's user can change what lies in the state directory. */
final class StateDirectory {
  private static final String PROBE = ".signet-owner-";
  private static final int ATTEMPTS = 3;

  private StateDirectory() {}

  /**
   * Creates the folder owner-only when it is not there, and checks it.
   *
   * @return its real path
   * @throws IOException when it is not safe to use, saying why
   */
  static Path prepare(Path directory, List<Path> pluginsRoots) throws IOException {
    if (Files.notExists(directory)) {
      create(directory.toAbsolutePath());
    }
    Path real = directory.toRealPath();
    for (Path root : pluginsRoots) {
      Path realRoot = RealPaths.of(root);
      if (real.startsWith(realRoot)) {
        throw new IOException("it lies inside the plugins root " + root);
      }
      if (realRoot.startsWith(real)) {
        throw new IOException("the plugins root " + root + " lies inside it");
      }
    }
    if (!Files.isDirectory(real)) {
      throw new IOException("it is not a folder");
    }
    checkOwn(real);
    return real;
  }

  /**
   * Makes a folder of the state be there, for its owner only.
   *
   * @throws IOException when what is there is no folder, belongs to somebody else, or others could
   *     write to it: nobody can tell what they put there
   */
  static void ownFolder(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      create(folder);
      return;
    }
    checkOwn(folder);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is not a folder; delete it");
    }
  }

  /**
   * Checks a file of the state, if it is there.
   *
   * @throws IOException when it is no regular file, belongs to somebody else, or others can write
   *     to it
   */
  static void checkFile(Path file) throws IOException {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    checkOwn(file);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file; delete it");
    }
  }

  /** Makes the folder be there and be empty. */
  static void emptyFolder(Path folder) throws IOException {
    Staging.deleteTree(folder);
    create(folder);
  }

  private static void create(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createDirectory(directory);
    if (isPosix(directory)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void checkOwn(Path path) throws IOException {
    if (!isPosix(path)) {
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      throw new IOException(path + " is a link; delete it");
    }
    Path folder = attributes.isDirectory() ? path : path.toAbsolutePath().getParent();
    UserPrincipal self = self(folder == null ? path : folder);
    if (!attributes.owner().equals(self)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s belongs to '%s', not to '%s'",
              path,
              attributes.owner().getName(),
              self.getName()));
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "others can write to %s (%s); empty it, then remove that permission",
              path,
              PosixFilePermissions.toString(permissions)));
    }
  }

  /** Returns which user the operating system takes us for: the owner of a file we make. */
  private static UserPrincipal self(Path directory) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Path probe = Files.createTempFile(directory, PROBE, "");
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

  /**
   * Deletes what a process left that was killed while it looked; for the holder of a lock.
   *
   * @throws IOException when something cannot be deleted
   */
  static void deleteLeftovers(Path directory) throws IOException {
    try (DirectoryStream<Path> probes = Files.newDirectoryStream(directory, PROBE + "*")) {
      for (Path probe : probes) {
        Files.deleteIfExists(probe);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isPosix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
