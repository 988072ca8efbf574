package dev.signet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a file or folder is ours alone. Where the file system knows no owners, nothing is
 * checked.
 */
public final class Ownership {
  private static final Set<PosixFilePermission> WRITE = OwnFiles.permissions("----w--w-");
  private static final Set<PosixFilePermission> ANY = OwnFiles.permissions("---rwxrwx");

  private Ownership() {}

  /**
   * Checks that a file or folder belongs to the user who runs this, and that nobody else can change
   * it.
   *
   * @throws UnsafeFileException when it is a link, belongs to somebody else, or others can write to
   *     it
   * @throws IOException when that cannot be found out
   */
  public static void check(Path path) throws IOException {
    if (!FileAbilities.hasPermissions(path)) {
      return;
    }
    PosixFileAttributes attributes = attributes(path);
    if (attributes.isSymbolicLink()) {
      throw new UnsafeFileException(path + " is a link; delete it");
    }
    requireOwn(path, attributes);
    require(path, attributes, WRITE, "others can write to it", "chmod go-w");
  }

  /**
   * Checks that nobody else can put another folder in place of one of ours: each folder above it up
   * to the root belongs to us or to root, and nobody else may write to it unless it is sticky.
   *
   * @param folder that {@link #check} has found to be ours
   * @throws UnsafeFileException naming the folder, who can write to it, and what to do
   * @throws IOException when that cannot be found out
   */
  public static void checkAbove(Path folder) throws IOException {
    if (FileAbilities.hasPermissions(folder) && FileAbilities.hasChangeTimes(folder)) {
      Path real = folder.toRealPath();
      int self = FoldersAbove.number(real, "uid");
      new FoldersAbove(self, PrivateGroups.ofSystem(), FoldersAbove.isContainer()).check(real);
    }
  }

  /**
   * Checks that nobody but root and the user who runs this can change what we only read, as {@link
   * #checkAbove} looks at the folders above it.
   *
   * @param path of a file or folder; links are followed
   * @throws UnsafeFileException naming it, who can change it, and what to do
   * @throws IOException when that cannot be found out
   */
  public static void checkReadOnly(Path path) throws IOException {
    if (FileAbilities.hasPermissions(path) && FileAbilities.hasChangeTimes(path)) {
      Path real = path.toRealPath();
      FoldersAbove rule =
          new FoldersAbove(OwnUser.number(), PrivateGroups.ofSystem(), FoldersAbove.isContainer());
      rule.checkItself(real);
      rule.check(real);
    }
  }

  /**
   * Checks that nobody else can read or change a file, where it is and no link.
   *
   * @throws UnsafeFileException when others can
   * @throws IOException when that cannot be found out
   */
  public static void checkPrivate(Path file) throws IOException {
    if (!FileAbilities.hasPermissions(file)) {
      return;
    }
    PosixFileAttributes attributes = attributes(file);
    if (!attributes.isSymbolicLink()) {
      require(file, attributes, ANY, "others can read or change it", "chmod go-rwx");
    }
  }

  /**
   * Deletes what a process left in a folder that was killed while it looked who it is.
   *
   * @throws IOException when something cannot be deleted
   */
  public static void deleteLeftovers(Path folder) throws IOException {
    OwnUser.deleteLeftovers(folder);
  }

  private static PosixFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void requireOwn(Path path, PosixFileAttributes attributes) throws IOException {
    Path folder = attributes.isDirectory() ? path : path.toAbsolutePath().getParent();
    UserPrincipal self = OwnUser.in(folder == null ? path : folder);
    if (!attributes.owner().equals(self)) {
      boolean volume = FileAbilities.hasChangeTimes(path) && FoldersAbove.isVolumeOfRoot(path);
      throw new UnsafeFileException(
          path
              + (volume ? " is a mounted volume that belongs to '" : " belongs to '")
              + attributes.owner().getName()
              + "', not to '"
              + self.getName()
              + (volume
                  ? "'; name a subfolder of it that is not there yet, such as "
                      + path.resolve("signet")
                  : "'; run this as its owner (in Kubernetes: with the same runAsUser each time),"
                      + " or name another folder"));
    }
  }

  private static void require(
      Path path,
      PosixFileAttributes attributes,
      Set<PosixFilePermission> forbidden,
      String cause,
      String remedy)
      throws IOException {
    Set<PosixFilePermission> found = new HashSet<>(attributes.permissions());
    found.retainAll(forbidden);
    if (!found.isEmpty()) {
      throw new UnsafeFileException(
          path
              + " is not safe to use: "
              + cause
              + " ("
              + PosixFilePermissions.toString(attributes.permissions())
              + "); look what they put there, then run: "
              + remedy
              + " "
              + path
              + platform(path));
    }
  }

  /** A platform that widens permissions at each mount would undo the remedy. */
  private static String platform(Path path) throws IOException {
    boolean widened =
        Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
            && FileAbilities.hasChangeTimes(path)
            && (FoldersAbove.number(path, "mode") & FoldersAbove.SET_GROUP) != 0;
    return widened
        ? "; on a Kubernetes volume with fsGroup, name a subfolder of the volume that is not there"
            + " yet, and set fsGroupChangePolicy: OnRootMismatch"
        : "";
  }
}
