package dev.signet.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Changes sealed copies, as somebody with the host's account can. */
public final class Tampering {
  private Tampering() {}

  /**
   * Replaces a file of a copy.
   *
   * @param copy a folder, or a jar
   * @param file in it; one in a jar as {@code lib/a.jar!/a/A.class}
   */
  public static void replace(Path copy, String file, byte[] content) {
    int inner = file.indexOf("!/");
    if (Files.isRegularFile(copy)) {
      rewrite(copy, file, content);
    } else if (inner < 0) {
      write(copy.resolve(file), content);
    } else {
      rewrite(copy.resolve(file.substring(0, inner)), file.substring(inner + 2), content);
    }
  }

  /** Writes a file in place, or a new one. */
  public static void write(Path file, byte[] content) {
    try {
      unlock(file.getParent(), "rwx------");
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        unlock(file, "rw-------");
      } else {
        Files.createDirectories(file.getParent());
      }
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts so many zeros in a file's place; they take no room on the disk. */
  public static void enlarge(Path file, long size) {
    write(file, new byte[0]);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file, or a folder with all in it; nothing when it is gone already. */
  public static void delete(Path file) {
    if (Files.notExists(file)) {
      return;
    }
    try {
      unlock(file.getParent(), "rwx------");
      try (Stream<Path> tree = Files.walk(file)) {
        for (Path each : tree.filter(Files::isDirectory).toList()) {
          unlock(each, "rwx------");
        }
      }
      Trees.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes an entry out of an archive. */
  public static void takeOut(Path archive, String entry) {
    Map<String, byte[]> files = entries(archive);
    files.remove(entry);
    write(archive, Trees.archiveBytes(files));
  }

  private static void rewrite(Path jar, String entry, byte[] content) {
    Map<String, byte[]> files = entries(jar);
    files.put(entry, content);
    write(jar, Trees.archiveBytes(files));
  }

  /** Returns the files of an archive. */
  public static Map<String, byte[]> entries(Path archive) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry each : zip.stream().toList()) {
        files.put(each.getName(), zip.getInputStream(each).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static void unlock(Path path, String permissions) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Set<PosixFilePermission> all = PosixFilePermissions.fromString(permissions);
      Files.setPosixFilePermissions(path, all);
    }
  }
}
