package dev.signet.admit;

import dev.signet.file.FileAbilities;
import dev.signet.file.FileStamp;
import dev.signet.file.FileTree;
import dev.signet.file.KeptStamps;
import dev.signet.file.Packed;
import dev.signet.file.Stamps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The files of one sealed copy: their protection and their metadata. */
final class SealedFiles {
  private SealedFiles() {}

  /**
   * Has every file and folder reach the disk.
   *
   * @param goOn asked before each; false ends it
   * @return whether all of it has
   */
  static boolean force(Path folder, Disk disk, BooleanSupplier goOn) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      tree.forEach(all::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : all) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      disk.force(each);
    }
    return true;
  }

  /**
   * Makes all files and folders in a folder read-only, and not yet the folder itself, which is
   * still to be moved; owner-execute bits are kept. Nearly all files were created like that.
   *
   * @return the stamp of every file and folder below, packed; empty where the file system has none,
   *     or when something else is there
   */
  static Optional<Packed> protect(Path folder) throws IOException {
    if (!FileAbilities.hasChangeTimes(folder)) {
      // Then nothing has permissions either, and folders stay as they are.
      FileTree.setPermissions(folder, (file, isFolder) -> isFolder ? "rwx------" : "r--------");
      return Optional.empty();
    }
    return Stamps.of(
            folder, (path, stamp) -> path.equals(folder) ? stamp : withoutWriting(path, stamp))
        .map(Stamps::below)
        .map(Stamps::packed);
  }

  /** Makes a folder itself read-only. */
  static void protectFolder(Path folder) throws IOException {
    if (FileAbilities.hasPermissions(folder)) {
      FileTree.set(folder, "r-x------");
    }
  }

  private static FileStamp withoutWriting(Path path, FileStamp stamp) throws IOException {
    boolean executable = stamp.isFolder() || stamp.isExecutable();
    if (stamp.permissions() == (executable ? 0500 : 0400)) {
      return stamp;
    }
    FileTree.set(path, executable ? "r-x------" : "r--------");
    return FileStamp.of(path)
        .orElseThrow(() -> new IOException(path + " has no metadata any more"));
  }

  /** Makes folders writable again, so that the copy can be deleted. */
  static void unprotect(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      FileTree.setPermissions(folder, (file, isFolder) -> isFolder ? "rwx------" : "rw-------");
    }
  }

  /** Returns whether the copy is there and every file and folder of it has the recorded stamp. */
  static boolean matches(Path folder, Packed recorded) {
    try {
      // Not of the folder itself, which may get another name: that changes its stamp.
      return KeptStamps.tellOfAllBelow(folder, recorded);
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the one file of a folder. */
  static Path singleFile(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> files = children.toList();
      if (files.size() != 1) {
        throw new IOException(folder + " should hold exactly one file");
      }
      return files.get(0);
    }
  }

  /** Returns the path of a file in a folder, with slashes. */
  static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}
