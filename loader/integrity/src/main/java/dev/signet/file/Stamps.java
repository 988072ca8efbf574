package dev.signet.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The metadata of all there is at a place, folders included, by relative path; of the place itself
 * under the empty path. One look at each.
 *
 * @param byPath each folder before what it holds, that in the order of names
 */
public record Stamps(Map<String, FileStamp> byPath) {

  /**
   * Looks at a file, or at a folder and all in it; follows no link.
   *
   * @param most how many files and folders to look at
   * @return empty when something is neither a regular file nor a folder, where the file system has
   *     no change times, and when there is more than that
   * @throws IOException when something cannot be looked at
   */
  public static Optional<Stamps> of(Path place, int most) throws IOException {
    return of(place, new Look(most, (path, stamp) -> stamp));
  }

  /** Looks at a folder and all in it, and changes what it sees before it goes on. */
  public static Optional<Stamps> of(Path place, Change change) throws IOException {
    return of(place, new Look(Integer.MAX_VALUE, change));
  }

  private static Optional<Stamps> of(Path place, Look look) throws IOException {
    return look.at(place, "") ? Optional.of(new Stamps(look.found)) : Optional.empty();
  }

  /** Changes the metadata of a file or folder, perhaps. */
  @FunctionalInterface
  public interface Change {
    /** Returns the stamp it has from now on. */
    FileStamp apply(Path path, FileStamp stamp) throws IOException;
  }

  /** One pass. */
  private static final class Look {
    private final Map<String, FileStamp> found = new LinkedHashMap<>();
    private final int most;
    private final Change change;

    Look(int most, Change change) {
      this.most = most;
      this.change = change;
    }

    /** Paths have a greatest length, so this ends. */
    boolean at(Path place, String path) throws IOException {
      Optional<FileStamp> seen = FileStamp.of(place);
      if (seen.isEmpty() || found.size() >= most) {
        return false;
      }
      FileStamp stamp = change.apply(place, seen.get());
      found.put(path, stamp);
      if (!stamp.isFolder()) {
        return stamp.isRegularFile();
      }
      String prefix = path.isEmpty() ? "" : path + "/";
      for (Path child : FolderChildren.of(place)) {
        if (!at(child, prefix + child.getFileName())) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Returns whether anything was changed so shortly before that a further change might not tell.
   */
  public boolean isRacy(Instant readAt) {
    for (FileStamp stamp : byPath.values()) {
      if (stamp.isRacy(readAt)) {
        return true;
      }
    }
    return false;
  }

  /** Returns these without the one of the place itself. */
  public Stamps below() {
    Map<String, FileStamp> below = new LinkedHashMap<>(byPath);
    below.remove("");
    return new Stamps(below);
  }

  /**
   * Reads what was kept.
   *
   * @throws IOException when it is damaged
   */
  public static Stamps read(Packed kept) throws IOException {
    Map<String, FileStamp> byPath = new LinkedHashMap<>();
    PackedReader in = kept.reader();
    while (!in.isAtEnd()) {
      byPath.put(in.text(), FileStamp.of(in));
    }
    return new Stamps(byPath);
  }

  /** Returns the form in which they are kept, which {@link KeptStamps} are held against. */
  public Packed packed() {
    Packed.Writer out = new Packed.Writer();
    byPath.forEach((path, stamp) -> stamp.packTo(out.text(path)));
    return out.packed();
  }
}
