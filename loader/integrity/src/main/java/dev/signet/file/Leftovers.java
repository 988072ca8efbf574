package dev.signet.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Temporary files that a killed process has left: how they are called, and that they go. */
public final class Leftovers {
  /** How temporary files begin. */
  public static final String PREFIX = ".signet-";

  private Leftovers() {}

  /**
   * Deletes what a killed {@link AtomicFile#replaceOwnerOnly} or {@link AtomicFile#replaceUnforced}
   * has left. Nobody may be replacing any of the files.
   *
   * @param others in the same folder, which is listed once for all
   * @throws IOException when one cannot be deleted
   */
  public static void delete(Path file, Path... others) throws IOException {
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(AtomicFile.folderOf(file))) {
      for (Path sibling : siblings) {
        boolean leftover = isLeftoverOf(sibling, file);
        for (Path other : others) {
          leftover |= isLeftoverOf(sibling, other);
        }
        if (leftover) {
          Files.deleteIfExists(sibling);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isLeftoverOf(Path sibling, Path file) {
    return sibling.getFileName().toString().startsWith(prefix(file));
  }

  /** Returns whether a killed process has left the file half written. */
  public static boolean isOne(Path file) {
    return file.getFileName().toString().startsWith(PREFIX);
  }

  /** Returns how temporary files begin of which the file is told by their names. */
  static String prefix(Path file) {
    return PREFIX + file.getFileName() + "-";
  }
}
