package dev.signet.file;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks before a file is opened. To open a pipe waits for somebody at its other end, and a device
 * may never come to an end: whoever put one in the place of a file would have the host wait for
 * ever.
 */
public final class RegularFile {
  private RegularFile() {}

  /**
   * Makes sure that a file can be opened without waiting; that it is missing is left to that.
   *
   * @throws FileSystemException when a link, a folder, a pipe or a device is there
   */
  public static void require(Path file) throws FileSystemException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw notOne(file.toString());
    }
  }

  /**
   * Does the same in one look where a file is opened again and again, and follows links: for what
   * is held against a digest afterwards.
   *
   * @throws FileSystemException when a folder, a pipe or a device is there
   */
  public static void requireTarget(File file) throws FileSystemException {
    if (!file.isFile() && file.exists()) {
      throw notOne(file.toString());
    }
  }

  /**
   * Looks through a folder with all in it, or at a file, for what nobody should open by accident.
   *
   * @return the first pipe, device or socket, or link to no file or folder
   * @throws IOException when it cannot be looked through
   */
  public static Optional<Path> specialIn(Path tree) throws IOException {
    try (Stream<Path> all =
        Files.find(tree, Integer.MAX_VALUE, (path, attributes) -> isSpecial(path, attributes))) {
      return all.findAny();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isSpecial(Path path, BasicFileAttributes attributes) {
    return attributes.isOther()
        || (attributes.isSymbolicLink() && !Files.isRegularFile(path) && !Files.isDirectory(path));
  }

  private static FileSystemException notOne(String file) {
    return new FileSystemException(
        file, null, "it is a link, a folder or something special, and no regular file");
  }
}
