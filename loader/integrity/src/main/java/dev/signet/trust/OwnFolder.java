package dev.signet.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A folder that nobody but its owner can write to. */
final class OwnFolder {

  // How AtomicFile's temporary files begin; a kill leaves them.
  private static final String LEFTOVER = ".signet-";

  private OwnFolder() {}

  /**
   * Makes the folder be there, for its owner only.
   *
   * @throws IOException when it cannot be made, or others could write to it
   */
  static void prepare(Path folder) throws IOException {
    boolean isNew = Files.notExists(folder);
    Files.createDirectories(folder);
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    if (isNew) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "others can write to it ("
              + PosixFilePermissions.toString(permissions)
              + "); empty it, then remove that permission");
    }
  }

  /** Returns whether a killed process has left the file half written. */
  static boolean isLeftover(Path file) {
    return file.getFileName().toString().startsWith(LEFTOVER);
  }
}
