package dev.signet.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file so that at every moment, also after a crash, either the old or the whole new
 * content is there. Content and name are forced to the disk before it returns.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the new content. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes it to a file opened for writing, at its beginning.
     *
     * @throws IOException when that fails; the old file then stays
     */
    void writeTo(FileChannel out) throws IOException;
  }

  /**
   * Looks at the new file before it takes its place.
   *
   * @param <X> how it objects
   */
  @FunctionalInterface
  public interface Check<X extends Exception> {
    /**
     * Looks at it.
     *
     * @throws IOException when it cannot be read; the old file then stays
     * @throws X when it is not what it should be
     */
    void check(Path written) throws IOException, X;
  }

  /**
   * Replaces or creates a file. A file that was there keeps its permissions; a new one gets those
   * of an ordinary file.
   *
   * @param check is handed the whole new content, under a temporary name that begins with {@code
   *     .signet-} and ends like the file's
   * @throws IOException when the disk fails; the old file then stays
   * @throws X when the check objects; the old file then stays
   */
  public static <X extends Exception> void replace(Path file, Content content, Check<X> check)
      throws IOException, X {
    swap(
        file,
        Leftovers.PREFIX,
        content,
        written -> {
          copyPermissions(file, written);
          check.check(written);
        });
  }

  /**
   * Replaces or creates a file that others may read.
   *
   * @throws IOException when the disk fails; the old file then stays
   */
  public static void replace(Path file, byte[] content) throws IOException {
    AtomicFile.<IOException>replace(file, out -> writeFully(out, content), written -> {});
  }

  /**
   * Replaces or creates a file that only its owner may read and write. What a kill leaves behind is
   * told by the file's name, for {@link Leftovers}.
   *
   * @throws IOException when the disk fails; the old file then stays
   */
  public static void replaceOwnerOnly(Path file, byte[] content) throws IOException {
    AtomicFile.<IOException>swap(
        file, Leftovers.prefix(file), out -> writeFully(out, content), written -> {});
  }

  /**
   * Replaces or creates a file like {@link #replaceOwnerOnly}, but forces nothing to the disk: a
   * power cut may leave the old content, the new one, or a torn file that its reader must tell.
   *
   * @throws IOException when the disk fails; the old file then stays
   */
  public static void replaceUnforced(Path file, Content content) throws IOException {
    Path temporary = Files.createTempFile(folderOf(file), Leftovers.prefix(file), ending(file));
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        content.writeTo(out);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Writes all of the bytes.
   *
   * @throws IOException when the disk fails
   */
  public static void writeFully(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }

  /** A new temporary file is its owner's alone (POSIX: {@code rw-------}). */
  private static <X extends Exception> void swap(
      Path file, String prefix, Content content, Check<X> check) throws IOException, X {
    Path folder = folderOf(file);
    Path temporary = Files.createTempFile(folder, prefix, ending(file));
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        content.writeTo(out);
        out.force(true);
      }
      check.check(temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(folder);
  }

  static Path folderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    return folder;
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(Math.max(name.lastIndexOf('.'), 0));
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    if (!FileAbilities.hasPermissions(to)) {
      return;
    }
    Set<PosixFilePermission> permissions =
        Files.exists(from, LinkOption.NOFOLLOW_LINKS)
            ? Files.getPosixFilePermissions(from, LinkOption.NOFOLLOW_LINKS)
            : PosixFilePermissions.fromString("rw-r--r--");
    Files.setPosixFilePermissions(to, permissions);
  }

  /**
   * Makes the content of a file last, or the names in a folder where the system needs to be told.
   *
   * @throws IOException when the disk fails
   */
  public static void force(Path path) throws IOException {
    StandardOpenOption how = FileAbilities.opensToForce(path);
    if (how == StandardOpenOption.READ || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      try (FileChannel channel = FileChannel.open(path, how)) {
        channel.force(true);
      }
    }
  }
}
