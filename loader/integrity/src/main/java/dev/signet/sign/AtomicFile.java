package dev.signet.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file so that at every moment, also after a crash, either the old or the whole new
 * content is there.
 */
final class AtomicFile {
  /** How temporary files begin; one that a killed process left is told by it. */
  static final String PREFIX = ".signet-";

  private AtomicFile() {}

  /** Writes the new content. */
  @FunctionalInterface
  interface Content {
    /** Writes it to a file opened for writing, at its beginning. */
    void writeTo(FileChannel out) throws IOException;
  }

  /** Looks at the new file before it takes its place. */
  @FunctionalInterface
  interface Check {
    /** Throws when it is not what it should be; the old file then stays. */
    void check(Path written) throws IOException, SigningException;
  }

  /**
   * Replaces or creates a file. A file that was there keeps its permissions; a new one gets those
   * of an ordinary file.
   *
   * @param check is handed the whole new content, under a temporary name that begins with {@code
   *     .signet-} and ends like the file's
   */
  static void replace(Path file, Content content, Check check)
      throws IOException, SigningException {
    replace(file, content, check, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Replaces or creates a file likewise; a new one is for its owner only. */
  static void replaceOwnerOnly(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      replace(file, out -> writeFully(out, bytes), written -> {}, OwnerOnly.FILE);
    } catch (SigningException e) {
      throw new IllegalStateException("what checks nothing objected", e);
    }
  }

  private static void replace(
      Path file, Content content, Check check, Set<PosixFilePermission> permissionsIfNew)
      throws IOException, SigningException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Path temporary = Files.createTempFile(folder, PREFIX, ending(file));
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        content.writeTo(out);
        out.force(true);
      }
      copyPermissions(file, temporary, permissionsIfNew);
      check.check(temporary);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(folder);
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(Math.max(name.lastIndexOf('.'), 0));
  }

  /** Writes all of the bytes. */
  static void writeFully(FileChannel out, byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      out.write(rest);
    }
  }

  private static void copyPermissions(Path from, Path to, Set<PosixFilePermission> otherwise)
      throws IOException {
    PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (target == null) {
      return;
    }
    Set<PosixFilePermission> permissions =
        Files.exists(from, LinkOption.NOFOLLOW_LINKS)
            ? Files.getPosixFilePermissions(from, LinkOption.NOFOLLOW_LINKS)
            : otherwise;
    target.setPermissions(permissions);
  }

  /** Makes the new name last; Windows cannot open folders, and needs no such call. */
  static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
