package dev.signet.file;

import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the file system of a path can do. The one place that decides it, so that Windows is treated
 * alike everywhere.
 */
public final class FileAbilities {
  private FileAbilities() {}

  /**
   * Returns whether files have an owner and permissions that a Java program can read and set
   * (POSIX). Without them, the rules of the folder around a file hold, and nothing is checked.
   */
  public static boolean hasPermissions(Path path) {
    return has(path, "posix");
  }

  /** Returns whether files tell when they were last changed in any way, which nobody can fake. */
  public static boolean hasChangeTimes(Path path) {
    return has(path, "unix");
  }

  /**
   * Returns how something is opened to force it to the disk: for reading, then folders too and what
   * nobody may write to. Windows forces only what is open for writing, and no folder; the names in
   * folders it writes through by itself.
   */
  static StandardOpenOption opensToForce(Path path) {
    return hasPermissions(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
  }

  /** Returns whether a file can be marked read-only in the way of DOS; a folder never can. */
  static boolean hasReadOnlyMark(Path path) {
    return has(path, "dos") && !hasPermissions(path);
  }

  private static boolean has(Path path, String view) {
    return path.getFileSystem().supportedFileAttributeViews().contains(view);
  }
}
