package dev.signet.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A folder with all that is below it; no link is followed. */
public final class FileTree {
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private FileTree() {}

  /** Which permissions something of a tree is to have. */
  @FunctionalInterface
  public interface Rule {
    /** Returns them in the form {@code r-x------}. */
    String permissions(Path path, boolean isFolder);
  }

  /**
   * Deletes a folder or file and what is below it; nothing when it is not there. Folders of this
   * account that it may not read or change are opened up first.
   *
   * @throws IOException when something could not be deleted
   */
  public static void delete(Path tree) throws IOException {
    if (Files.notExists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            openUp(folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (!openUp(file)) {
              throw failure;
            }
            delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Lets this account read and change a folder, as its owner may; does nothing for anything else.
   *
   * @return whether its permissions were changed
   */
  public static boolean openUp(Path folder) {
    try {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !FileAbilities.hasPermissions(folder)) {
        return false;
      }
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
      if (!permissions.addAll(OWNERS)) {
        return false;
      }
      Files.setPosixFilePermissions(folder, permissions);
      return true;
    } catch (IOException e) {
      // What is then tried with it tells why it cannot be done.
      return false;
    }
  }

  /**
   * Sets the permissions of every file and folder. Where the file system has none, files are marked
   * read-only or writable for everybody, and folders stay as they are.
   *
   * @throws IOException when one cannot be set
   */
  public static void setPermissions(Path tree, Rule rule) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (FileAbilities.hasPermissions(folder)) {
              set(folder, rule.permissions(folder, true));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              set(file, rule.permissions(file, false));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Sets the permissions of one file or folder.
   *
   * @throws IOException when they cannot be set
   */
  public static void set(Path path, String permissions) throws IOException {
    if (FileAbilities.hasPermissions(path)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    } else if (FileAbilities.hasReadOnlyMark(path)) {
      Files.setAttribute(
          path, "dos:readonly", !permissions.contains("w"), LinkOption.NOFOLLOW_LINKS);
    }
  }
}
