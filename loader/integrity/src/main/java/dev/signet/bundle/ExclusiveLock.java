package dev.signet.bundle;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;

/** A file that one owner holds at a time, across processes and within one; ends with the process. */
public final class ExclusiveLock {
  private ExclusiveLock() {}

  /**
   * Takes the lock, and does not wait for it.
   *
   * @param file made when it is not there; stays when the lock is given back; never a link
   * @param attributes of a new file
   * @return closing it gives the lock back; empty when another one holds it
   * @throws IOException when the file cannot be made or opened
   */
  public static Optional<FileChannel> take(Path file, FileAttribute<?>... attributes)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            attributes);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Closing any channel of a file drops every lock this process holds on it (POSIX): the other
      // owner's would be gone. So this one stays open, unused, until the process ends.
      return Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }
}
