package dev.signet.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files and folders that nobody but their owner may change. Permissions are part of the
 * creation: whatever the umask, there is no moment at which others could open one.
 */
public final class OwnFiles {
  private static final Set<PosixFilePermission> FILE = permissions("rw-------");
  private static final Set<PosixFilePermission> FOLDER = permissions("rwx------");
  private static final Set<PosixFilePermission> SEALED_FILE = permissions("r--------");
  private static final Set<PosixFilePermission> SEALED_PROGRAM = permissions("r-x------");
  private static final Set<PosixFilePermission> READABLE_FILE = permissions("rw-r--r--");
  private static final Set<PosixFilePermission> READABLE_FOLDER = permissions("rwxr-xr-x");

  private OwnFiles() {}

  /** Returns how to create a file that only its owner may read and write. */
  public static FileAttribute<?>[] newFile(Path file) {
    return attributes(file, FILE);
  }

  /** Returns how to create a folder that only its owner may enter. */
  public static FileAttribute<?>[] newFolder(Path folder) {
    return attributes(folder, FOLDER);
  }

  /**
   * Returns how to create a file that is written to this once: afterwards its owner may only read
   * it.
   *
   * @param executable whether its owner may run it
   */
  public static FileAttribute<?>[] newSealed(Path file, boolean executable) {
    return attributes(file, executable ? SEALED_PROGRAM : SEALED_FILE);
  }

  /**
   * Returns how to create what others may read and never change.
   *
   * @param executable whether they may run it, or enter the folder
   */
  public static FileAttribute<?>[] newReadable(Path path, boolean executable) {
    return attributes(path, executable ? READABLE_FOLDER : READABLE_FILE);
  }

  /**
   * Takes back what an earlier release let others do with a file in a folder of ours, because of
   * the umask. Only for a file whose content means nothing, such as a lock.
   *
   * @throws IOException when the permissions cannot be changed
   */
  public static void narrow(Path file) throws IOException {
    if (FileAbilities.hasPermissions(file)
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(file).equals(Files.getOwner(file.resolveSibling(".")))) {
      Files.setPosixFilePermissions(file, FILE);
    }
  }

  /**
   * Creates a folder that only its owner may enter.
   *
   * @throws FileAlreadyExistsException when something is there
   */
  public static void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder, newFolder(folder));
  }

  /**
   * Creates a folder that only its owner may enter, in the system's folder for temporary files.
   *
   * @param prefix how its name begins
   * @throws UnsafeFileException when somebody else can put another one in its place
   */
  public static Path createTemporaryFolder(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    try {
      Ownership.checkAbove(folder);
      return folder;
    } catch (UnsafeFileException e) {
      Files.delete(folder);
      throw new UnsafeFileException(
          e.getMessage() + ", or have temporary files made elsewhere: -Djava.io.tmpdir=FOLDER");
    }
  }

  /**
   * Creates a file that only its owner may read and write.
   *
   * @throws FileAlreadyExistsException when something is there
   */
  public static OutputStream create(Path file) throws IOException {
    return create(file, newFile(file));
  }

  /**
   * Creates a file to write to this once: afterwards its owner may only read it, where the file
   * system has permissions.
   *
   * @param executable whether its owner may run it
   * @throws FileAlreadyExistsException when something is there
   */
  public static OutputStream createSealed(Path file, boolean executable) throws IOException {
    return create(file, newSealed(file, executable));
  }

  private static OutputStream create(Path file, FileAttribute<?>[] attributes) throws IOException {
    return Channels.newOutputStream(
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes));
  }

  /**
   * Creates the folders above a path that are missing. Others may look into them, and never write.
   */
  public static void createParents(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      createParents(parent);
      try {
        Files.createDirectory(parent, newReadable(parent, true));
      } catch (FileAlreadyExistsException e) {
        // Somebody else has just made it.
        if (!Files.isDirectory(parent)) {
          throw e;
        }
      }
    }
  }

  /**
   * Makes a folder be there that nobody but the user who runs this can write to, with what is
   * missing above it.
   *
   * @throws UnsafeFileException when the folder that is there is somebody else's, or others can
   *     write to it: nobody can tell what they put there
   * @throws IOException when it cannot be made, or is no folder
   */
  public static void prepareFolder(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      createParents(folder);
      createFolder(folder);
    }
    Ownership.check(folder);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is not a folder; delete it");
    }
  }

  static Set<PosixFilePermission> permissions(String text) {
    return Set.copyOf(PosixFilePermissions.fromString(text));
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return FileAbilities.hasPermissions(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
