package dev.signet.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What a folder holds. */
public final class FolderChildren {
  /** What a name that cannot be decoded turns into, in UTF-8 and in the locale C. */
  private static final String UNTOLD = "\ufffd?";

  private FolderChildren() {}

  /**
   * Returns the paths in a folder, in the order of their names. It is listed in one call where that
   * tells all names ({@link NameEncoding}): a stream makes one for each, and opens the folder
   * twice.
   *
   * @throws IOException when it cannot be listed
   */
  public static List<Path> of(Path folder) throws IOException {
    if (isOfDefault(folder)) {
      String[] names = folder.toFile().list();
      if (names != null && areTold(names)) {
        Arrays.sort(names);
        List<Path> children = new ArrayList<>(names.length);
        for (String name : names) {
          children.add(folder.resolve(name));
        }
        return children;
      }
    }
    return streamed(folder);
  }

  /**
   * Returns how many names there are in a folder.
   *
   * @throws IOException when it cannot be listed
   */
  public static int count(Path folder) throws IOException {
    String[] names = isOfDefault(folder) ? folder.toFile().list() : null;
    return names == null ? streamed(folder).size() : names.length;
  }

  private static boolean isOfDefault(Path folder) {
    return folder.getFileSystem().equals(FileSystems.getDefault());
  }

  private static boolean areTold(String[] names) {
    for (String name : names) {
      for (int i = 0; i < UNTOLD.length(); i++) {
        if (name.indexOf(UNTOLD.charAt(i)) >= 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Keeps names as they are on the disk, and says why a folder cannot be listed. */
  private static List<Path> streamed(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(child -> String.valueOf(child.getFileName())));
    return children;
  }
}
