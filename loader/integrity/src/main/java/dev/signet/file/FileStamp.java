package dev.signet.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Identity and state of a file as its metadata tell: unchanged stamp, unchanged content, unless
 * {@link #isRacy}. Times in nanoseconds since the epoch.
 *
 * @param device number of the file system
 * @param inode number of the file on it
 * @param changeTimeNanos when content or metadata last changed; no program can set it back
 * @param modifiedTimeNanos when the content last changed; any program can set it
 * @param size in bytes
 * @param mode type and permission bits (POSIX {@code st_mode})
 */
public record FileStamp(
    long device, long inode, long changeTimeNanos, long modifiedTimeNanos, long size, int mode) {

  /** The coarsest clock in use is FAT's; kernel ticks and clocks of file servers are finer. */
  private static final Duration CLOCK_GRANULARITY = Duration.ofSeconds(2);

  private static final int OWNER_EXECUTE = 0100;
  private static final int TYPE = 0170000;
  private static final int FOLDER = 0040000;
  private static final int REGULAR = 0100000;

  /**
   * Returns the stamp of a file, its last link not followed; empty where the file system has no
   * change time.
   *
   * @throws IOException when the file is not there or its metadata cannot be read
   */
  public static Optional<FileStamp> of(Path file) throws IOException {
    if (!FileAbilities.hasChangeTimes(file)) {
      return Optional.empty();
    }
    Map<String, Object> attributes;
    try {
      attributes =
          Files.readAttributes(
              file, "unix:dev,ino,ctime,lastModifiedTime,size,mode", LinkOption.NOFOLLOW_LINKS);
    } catch (IllegalArgumentException e) {
      // How the JDK says that the view has no such attribute.
      return Optional.empty();
    }
    if (attributes.get("dev") instanceof Number device
        && attributes.get("ino") instanceof Number inode
        && attributes.get("ctime") instanceof FileTime changed
        && attributes.get("lastModifiedTime") instanceof FileTime modified
        && attributes.get("size") instanceof Number size
        && attributes.get("mode") instanceof Number mode) {
      return Optional.of(
          new FileStamp(
              device.longValue(),
              inode.longValue(),
              changed.to(TimeUnit.NANOSECONDS),
              modified.to(TimeUnit.NANOSECONDS),
              size.longValue(),
              mode.intValue()));
    }
    return Optional.empty();
  }

  /**
   * Reads what {@link #packTo} has written.
   *
   * @throws IOException when there is less
   */
  public static FileStamp of(PackedReader kept) throws IOException {
    long device = kept.number();
    long inode = kept.number();
    long changed = kept.number();
    long modified = kept.number();
    long size = kept.number();
    return new FileStamp(device, inode, changed, modified, size, (int) kept.number());
  }

  /** Appends the stamp. */
  public void packTo(Packed.Writer out) {
    out.number(device)
        .number(inode)
        .number(changeTimeNanos)
        .number(modifiedTimeNanos)
        .number(size)
        .number(mode);
  }

  // Written out, as in other records that each start compares: what the compiler makes of a record
  // is linked when it is first called.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileStamp that
        && changeTimeNanos == that.changeTimeNanos
        && inode == that.inode
        && device == that.device
        && modifiedTimeNanos == that.modifiedTimeNanos
        && size == that.size
        && mode == that.mode;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inode) * 31 + Long.hashCode(changeTimeNanos);
  }

  /**
   * Returns whether the file was changed so shortly before the instant that a further change could
   * bear the same times (git's "racy" rule: {@code Documentation/technical/racy-git.txt}). Such a
   * stamp says nothing about content read at that instant.
   *
   * @param readAt when the content was begun to be read
   */
  public boolean isRacy(Instant readAt) {
    return isRacy(latestNanos(), readAt);
  }

  /** Returns, of many files, the same from the latest of their {@link #latestNanos}. */
  public static boolean isRacy(long latestNanos, Instant readAt) {
    Instant latest = Instant.ofEpochSecond(0, latestNanos);
    return !latest.isBefore(readAt.minus(CLOCK_GRANULARITY));
  }

  /** Returns the later of its times. */
  public long latestNanos() {
    return Math.max(changeTimeNanos, modifiedTimeNanos);
  }

  /** Returns whether it is a folder. */
  public boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  /** Returns whether it is a regular file: no folder, link, pipe, socket or device. */
  public boolean isRegularFile() {
    return (mode & TYPE) == REGULAR;
  }

  /** Returns whether the file's owner may execute it. */
  public boolean isExecutable() {
    return (mode & OWNER_EXECUTE) != 0;
  }

  /** Returns who may do what with it, and nothing else of its mode. */
  public int permissions() {
    return mode & ~TYPE;
  }
}
