package dev.signet.admit;

import dev.signet.verify.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
      Path realRoot = Files.exists(root) ? root.toRealPath() : root.toAbsolutePath().normalize();
      if (real.startsWith(realRoot)) {
        throw new IOException("it lies inside the plugins root " + root);
      }
      if (realRoot.startsWith(real)) {
        throw new IOException("the plugins root " + root + " lies inside it");
      }
    }
    checkOwnership(real);
    return real;
  }

  /** Makes the folder be there and be empty. */
  static void emptyFolder(Path folder) throws IOException {
    Staging.deleteTree(folder);
    Files.createDirectory(folder);
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

  private static void checkOwnership(Path directory) throws IOException {
    if (!isPosix(directory)) {
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw new IOException("it is not a folder");
    }
    UserPrincipal self = self(directory);
    if (!attributes.owner().equals(self)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it belongs to '%s', not to '%s'",
              attributes.owner().getName(),
              self.getName()));
    }
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "others can write to it (%s); remove that permission",
              PosixFilePermissions.toString(permissions)));
    }
  }

  /** Returns which user the operating system takes us for: the owner of a file we make. */
  private static UserPrincipal self(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, "owner-", "");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean isPosix(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }
}
