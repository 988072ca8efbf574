package dev.signet.admit;

import dev.signet.bundle.EntryPath;
import dev.signet.file.FileStamp;
import dev.signet.file.FileTree;
import dev.signet.verify.StagedBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of one sealed copy: their protection and their metadata. */
final class SealedFiles {
  private SealedFiles() {}

  /** Makes files and folders read-only; owner-execute bits are kept. */
  static void protect(Path folder, StagedBundle bundle) throws IOException {
    FileTree.setPermissions(
        folder,
        (file, isFolder) -> {
          boolean executable =
              isFolder || bundle.executables().contains(new EntryPath(relative(folder, file)));
          return executable ? "r-x------" : "r--------";
        });
  }

  /** Makes folders writable again, so that the copy can be deleted. */
  static void unprotect(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      FileTree.setPermissions(folder, (file, isFolder) -> isFolder ? "rwx------" : "rw-------");
    }
  }

  /**
   * Returns the stamp of every file by its relative path; empty where the file system has none, or
   * when something else than files and folders is there.
   */
  static Optional<NavigableMap<String, FileStamp>> stamps(Path folder) throws IOException {
    NavigableMap<String, FileStamp> stamps = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) tree::iterator) {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        Optional<FileStamp> stamp = FileStamp.of(file);
        if (stamp.isEmpty() || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.empty();
        }
        stamps.put(relative(folder, file), stamp.get());
      }
    }
    return Optional.of(stamps);
  }

  /** Returns whether the copy is there and every file of it has the recorded stamp. */
  static boolean matches(Path folder, NavigableMap<String, FileStamp> recorded) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      return stamps(folder).filter(recorded::equals).isPresent();
    } catch (IOException | java.io.UncheckedIOException e) {
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

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }
}
