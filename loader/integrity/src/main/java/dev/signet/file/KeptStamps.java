package dev.signet.file;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is at a place against the {@link Stamps} that were kept of it, in their order, up to
 * the first difference. Nothing is collected: nearly all that a start does for an unchanged plugin
 * is this, once for the source and once for the sealed copy.
 *
 * <p>A folder's own stamp tells of every name that was added to it or taken from it since (POSIX
 * marks both of its times then), so that of what is unchanged nothing needs to be listed. Where a
 * change could share its instant with the stamp, names are counted instead.
 */
public final class KeptStamps {
  private final Path place;
  private final PackedReader kept;
  private final boolean countsNames;
  private int left;
  private long latestNanos = Long.MIN_VALUE;
  private @Nullable String next;

  private KeptStamps(Path place, Packed kept, boolean countsNames, int most) throws IOException {
    this.place = place;
    this.kept = kept.reader();
    this.countsNames = countsNames;
    this.left = most;
    goOn();
  }

  /**
   * Returns whether a file, or a folder and all in it, is as it was, and a change of just now would
   * have shown ({@link FileStamp#isRacy}).
   *
   * @param most how many files and folders there may be
   * @param readAt an instant before this is asked
   * @throws IOException when something cannot be looked at, or what was kept is damaged
   */
  public static boolean tellOf(Path place, Packed kept, int most, Instant readAt)
      throws IOException {
    KeptStamps stamps = new KeptStamps(place, kept, false, most);
    return "".equals(stamps.next)
        && stamps.isAsItWas(place, "")
        && stamps.next == null
        && !FileStamp.isRacy(stamps.latestNanos, readAt);
  }

  /**
   * Returns whether all that is in a folder, and not the folder itself, is as it was.
   *
   * @throws IOException as of {@link #tellOf}
   */
  public static boolean tellOfAllBelow(Path folder, Packed kept) throws IOException {
    KeptStamps stamps = new KeptStamps(folder, kept, true, Integer.MAX_VALUE);
    return stamps.isAllAsItWas(folder, "") && stamps.next == null;
  }

  private void goOn() throws IOException {
    next = kept.isAtEnd() ? null : kept.text();
  }

  /** Looks at what is kept next. Paths have a greatest length, so this ends. */
  private boolean isAsItWas(Path there, String path) throws IOException {
    if (left-- <= 0) {
      return false;
    }
    FileStamp before = FileStamp.of(kept);
    if (!isStill(there, before)) {
      return false;
    }
    goOn();
    latestNanos = Math.max(latestNanos, before.latestNanos());
    return before.isFolder()
        ? isAllAsItWas(there, path.isEmpty() ? "" : path.concat("/"))
        : before.isRegularFile();
  }

  private static boolean isStill(Path there, FileStamp before) throws IOException {
    try {
      Optional<FileStamp> now = FileStamp.of(there);
      return now.isPresent() && now.get().equals(before);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private boolean isAllAsItWas(Path folder, String prefix) throws IOException {
    int names = 0;
    String child = next;
    while (child != null && child.startsWith(prefix)) {
      try {
        if (!isAsItWas(place.resolve(child), child)) {
          return false;
        }
      } catch (InvalidPathException e) {
        // This JVM runs in a locale that has no such name; whoever reads it anew says so.
        return false;
      }
      names++;
      child = next;
    }
    return !countsNames || FolderChildren.count(folder) == names;
  }
}
