package dev.signet.admit;

import dev.signet.file.FileStamp;
import dev.signet.file.FolderChildren;
import dev.signet.file.Packed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds what is at a place against the {@link Stamps} that were kept of it, in their order, up to
 * the first difference. Nothing is collected, and no text put together twice: nearly all that a
 * start does for an unchanged plugin is this, once for the source and once for the sealed copy.
 */
final class KeptStamps {
  private final Packed.Reader kept;
  private int left;
  private long latestNanos = Long.MIN_VALUE;

  private KeptStamps(Packed kept, int most) {
    this.kept = kept.reader();
    this.left = most;
  }

  /**
   * Returns whether a file, or a folder and all in it, is as it was, and a change of just now would
   * have shown ({@link FileStamp#isRacy}).
   *
   * @param most how many files and folders there may be
   * @param readAt an instant before this is asked
   * @throws IOException when something cannot be looked at, or what was kept is damaged
   */
  static boolean tellOf(Path place, Packed kept, int most, Instant readAt) throws IOException {
    KeptStamps stamps = new KeptStamps(kept, most);
    return stamps.areOf(place, "")
        && stamps.kept.isAtEnd()
        && !FileStamp.isRacy(stamps.latestNanos, readAt);
  }

  /**
   * Returns whether all that is in a folder, and not the folder itself, is as it was.
   *
   * @throws IOException as of {@link #tellOf}
   */
  static boolean tellOfAllBelow(Path folder, Packed kept) throws IOException {
    KeptStamps stamps = new KeptStamps(kept, Integer.MAX_VALUE);
    return stamps.areOfChildren(folder, "") && stamps.kept.isAtEnd();
  }

  /** Paths have a greatest length, so this ends. */
  private boolean areOf(Path place, String path) throws IOException {
    if (left-- <= 0 || kept.isAtEnd() || !kept.text().equals(path)) {
      return false;
    }
    FileStamp before = FileStamp.of(kept);
    Optional<FileStamp> now = FileStamp.of(place);
    if (now.isEmpty() || !now.get().equals(before)) {
      return false;
    }
    latestNanos = Math.max(latestNanos, before.latestNanos());
    return before.isFolder()
        ? areOfChildren(place, path.isEmpty() ? "" : path.concat("/"))
        : before.isRegularFile();
  }

  private boolean areOfChildren(Path folder, String prefix) throws IOException {
    for (Path child : FolderChildren.of(folder)) {
      if (!areOf(child, prefix.concat(String.valueOf(child.getFileName())))) {
        return false;
      }
    }
    return true;
  }
}
