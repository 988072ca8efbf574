package dev.signet.sign;

import dev.signet.bundle.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;

/**
 * What nobody but its owner may read or change. Where the file system knows no owners (Windows),
 * the rules of the folder around it hold, and nothing is checked.
 */
final class OwnerOnly {
  /** The permissions of such a file. */
  static final Set<PosixFilePermission> FILE =
      Set.copyOf(PosixFilePermissions.fromString("rw-------"));

  private static final Set<PosixFilePermission> FOLDER =
      Set.copyOf(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private OwnerOnly() {}

  /** Returns how to create such a file. */
  static FileAttribute<?>[] newFile(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  /** Creates such a folder. */
  static void createFolder(Path folder) throws IOException {
    if (isPosix(folder)) {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } else {
      Files.createDirectory(folder);
    }
  }

  /**
   * Checks that a folder belongs to the user who runs this. Another owner could change it; and what
   * is written here would be out of that owner's reach.
   *
   * @throws SigningException when it is somebody else's
   */
  static void requireOwn(Path folder) throws IOException, SigningException {
    if (!isPosix(folder)) {
      return;
    }
    // Whom the operating system takes us for, tells the owner of a file we make.
    Path probe = Files.createTempFile(folder, AtomicFile.PREFIX, "");
    try {
      UserPrincipal self = Files.getOwner(probe);
      UserPrincipal owner = Files.getOwner(folder);
      if (!owner.equals(self)) {
        throw new SigningException(
            folder
                + " belongs to '"
                + owner.getName()
                + "', not to '"
                + self.getName()
                + "'; run this as its owner.");
      }
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * Checks that others cannot change a file or folder.
   *
   * @throws SigningException when they can, with the remedy
   */
  static void requireUnwritable(Path path) throws IOException, SigningException {
    require(path, WRITABLE_BY_OTHERS, "others can write to it", "chmod go-w");
  }

  /**
   * Checks that others can neither read nor change a file.
   *
   * @throws SigningException when they can, with the remedy
   */
  static void requirePrivate(Path file) throws IOException, SigningException {
    Set<PosixFilePermission> others = new HashSet<>(Set.of(PosixFilePermission.values()));
    others.removeAll(FOLDER);
    require(file, others, "others can read or change it", "chmod go-rwx");
  }

  private static void require(
      Path path, Set<PosixFilePermission> forbidden, String cause, String remedy)
      throws IOException, SigningException {
    if (!isPosix(path)) {
      return;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> found = new HashSet<>(attributes.permissions());
    found.retainAll(forbidden);
    if (!attributes.isSymbolicLink() && !found.isEmpty()) {
      throw new SigningException(
          path
              + " is not safe to use: "
              + cause
              + " ("
              + PosixFilePermissions.toString(attributes.permissions())
              + "); find out who did, then run "
              + remedy
              + " on it.");
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
