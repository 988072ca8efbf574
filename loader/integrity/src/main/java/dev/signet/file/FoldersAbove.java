package dev.signet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/**
 * The folders from one of ours up to the root. Who can write to one of them can put another folder
 * in place of ours, whatever the permissions of ours: as {@code sshd} does, each must belong to
 * root or to the user who runs this, and nobody else may write to it, unless it is sticky ({@code
 * /tmp}). Two things are put up with that {@code sshd} refuses: groups with nobody else in them,
 * see {@link PrivateGroups}, and volumes that a platform hands to a container.
 */
final class FoldersAbove {
  private static final int STICKY = 01000;
  static final int SET_GROUP = 02000;
  private static final int GROUP_WRITE = 020;
  private static final int OTHERS_WRITE = 02;
  private static final int ROOT = 0;

  private final int self;
  private final PrivateGroups groups;
  private final boolean inContainer;

  /**
   * Creates the check.
   *
   * @param self number of the user who runs this
   */
  FoldersAbove(int self, PrivateGroups groups, boolean inContainer) {
    this.self = self;
    this.groups = groups;
    this.inContainer = inContainer;
  }

  /** Returns whether this runs in a container: nothing else has its root on an overlay. */
  static boolean isContainer() {
    try {
      return Files.getFileStore(Path.of("/")).type().contains("overlay");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Checks every folder above one, not that one itself.
   *
   * @param real without links
   * @throws UnsafeFileException when somebody else can replace what lies in one of them
   * @throws IOException when that cannot be found out
   */
  void check(Path real) throws IOException {
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      check(real, above);
    }
  }

  /**
   * Checks a file or folder by the same rule: root's or our own, and nobody else can change it.
   *
   * @param real without links
   * @throws UnsafeFileException when somebody else can
   * @throws IOException when that cannot be found out
   */
  void checkItself(Path real) throws IOException {
    check(real, real);
  }

  private void check(Path real, Path above) throws IOException {
    int owner = number(above, "uid");
    int mode = number(above, "mode");
    if (owner != self && owner != ROOT) {
      throw unsafe(real, above, "its owner " + owner(above) + " can", "run: chown root " + above);
    }
    if ((mode & (GROUP_WRITE | OTHERS_WRITE)) == 0
        || ((mode & STICKY) != 0 && !above.equals(real))
        || isPlatformVolume(above, owner)) {
      return;
    }
    if ((mode & OTHERS_WRITE) != 0) {
      throw unsafe(
          real,
          above,
          "every account can",
          "run: chmod g-w,o-w "
              + above
              + (above.equals(real) ? "" : " (chmod +t, where every account is to write there)"));
    }
    if (!groups.isPrivate(number(above, "gid"), self) && !isPodGroup(above, owner, mode)) {
      throw unsafe(
          real, above, "members of group '" + group(above) + "' can", "run: chmod g-w " + above);
    }
  }

  /** A mounted volume in a container: who can reach it is decided by the platform, not in here. */
  private boolean isPlatformVolume(Path folder, int owner) throws IOException {
    return inContainer && owner == ROOT && isMounted(folder);
  }

  /** Returns whether a folder is the root of a volume of root's that is mounted there. */
  static boolean isVolumeOfRoot(Path folder) throws IOException {
    return number(folder, "uid") == ROOT && isMounted(folder);
  }

  private static boolean isMounted(Path folder) throws IOException {
    Path parent = folder.getParent();
    return parent != null
        && !Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(parent, "unix:dev"));
  }

  /**
   * What Kubernetes makes of a volume's root for {@code fsGroup}: root's, with the set-group bit,
   * and of a group that no account here has.
   */
  private static boolean isPodGroup(Path folder, int owner, int mode) throws IOException {
    return owner == ROOT
        && (mode & SET_GROUP) != 0
        && group(folder).equals(String.valueOf(number(folder, "gid")));
  }

  private static UnsafeFileException unsafe(Path real, Path above, String who, String remedy)
      throws IOException {
    return new UnsafeFileException(
        real
            + " is not safe to use: "
            + who
            + (above.equals(real) ? " change it" : " replace what lies in " + above)
            + " ("
            + PosixFilePermissions.toString(Files.getPosixFilePermissions(above))
            + (above.equals(real) ? "); " : "), a folder above it; ")
            + remedy);
  }

  private static String owner(Path path) throws IOException {
    UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    return "'" + owner.getName() + "'";
  }

  private static String group(Path path) throws IOException {
    GroupPrincipal group = (GroupPrincipal) Files.getAttribute(path, "posix:group");
    return group.getName();
  }

  static int number(Path path, String attribute) throws IOException {
    Map<String, Object> values =
        Files.readAttributes(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    return values.get(attribute) instanceof Number number ? number.intValue() : -1;
  }
}
