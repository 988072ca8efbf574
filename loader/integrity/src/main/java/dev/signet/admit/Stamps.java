package dev.signet.admit;

import dev.signet.file.FileStamp;
import dev.signet.file.Packed;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The metadata of all there is at a place, folders included, by relative path; of the place itself
 * under the empty path. One look at each.
 */
record Stamps(NavigableMap<String, FileStamp> byPath) {

  /**
   * Looks at a file, or at a folder and all in it; follows no link.
   *
   * @param most how many files and folders to look at
   * @return empty when something is neither a regular file nor a folder, where the file system has
   *     no change times, and when there is more than that
   * @throws IOException when something cannot be looked at
   */
  static Optional<Stamps> of(Path place, int most) throws IOException {
    NavigableMap<String, FileStamp> found = new TreeMap<>();
    try {
      return look(place, "", most, found) ? Optional.of(new Stamps(found)) : Optional.empty();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Paths have a greatest length, so this ends. */
  private static boolean look(
      Path place, String path, int most, NavigableMap<String, FileStamp> found) throws IOException {
    Optional<FileStamp> stamp = FileStamp.of(place);
    if (stamp.isEmpty() || found.size() >= most) {
      return false;
    }
    found.put(path, stamp.get());
    if (!stamp.get().isFolder()) {
      return stamp.get().isRegularFile();
    }
    String prefix = path.isEmpty() ? "" : path + "/";
    try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
      for (Path child : children) {
        if (!look(child, prefix + child.getFileName(), most, found)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Returns whether anything was changed so shortly before that a further change might not tell.
   */
  boolean isRacy(Instant readAt) {
    for (FileStamp stamp : byPath.values()) {
      if (stamp.isRacy(readAt)) {
        return true;
      }
    }
    return false;
  }

  /** Returns these without the one of the place itself. */
  Stamps below() {
    NavigableMap<String, FileStamp> others = new TreeMap<>(byPath);
    others.remove("");
    return new Stamps(others);
  }

  /**
   * Reads what was kept.
   *
   * @throws IOException when it is damaged
   */
  static Stamps read(Packed kept) throws IOException {
    NavigableMap<String, FileStamp> byPath = new TreeMap<>();
    Packed.Reader in = kept.reader();
    while (!in.isAtEnd()) {
      String path = in.text();
      long device = in.number();
      long inode = in.number();
      long changed = in.number();
      long modified = in.number();
      long size = in.number();
      byPath.put(path, new FileStamp(device, inode, changed, modified, size, (int) in.number()));
    }
    return new Stamps(byPath);
  }

  /** Returns the form in which two are compared and kept. */
  Packed packed() {
    Packed.Writer out = new Packed.Writer();
    byPath.forEach(
        (path, stamp) ->
            out.text(path)
                .number(stamp.device())
                .number(stamp.inode())
                .number(stamp.changeTimeNanos())
                .number(stamp.modifiedTimeNanos())
                .number(stamp.size())
                .number(stamp.mode()));
    return out.packed();
  }
}
