package dev.signet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A file that one owner holds at a time, across processes and within one; ends with the process.
 */
public final class ExclusiveLock {
  private static final long PAUSE_MILLIS = 20;

  private ExclusiveLock() {}

  /**
   * Takes the lock, and does not wait for it.
   *
   * @param file made for its owner only when it is not there; stays when the lock is given back;
   *     never a link
   * @return closing it gives the lock back; empty when another one holds it
   * @throws IOException when the file cannot be made or opened
   */
  public static Optional<FileChannel> take(Path file) throws IOException {
    return take(file, Duration.ZERO);
  }

  /**
   * Takes the lock, and waits for it at most this long; an interrupt ends the wait.
   *
   * @param file made for its owner only when it is not there; stays when the lock is given back;
   *     never a link
   * @return closing it gives the lock back; empty when another one still holds it
   * @throws IOException when the file cannot be made or opened
   */
  public static Optional<FileChannel> take(Path file, Duration patience) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      // To open a pipe would wait for somebody who reads from it.
      throw new FileSystemException(file.toString(), null, "it is no regular file");
    }
    long end = System.nanoTime() + patience.toNanos();
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            OwnFiles.newFile(file));
    boolean heldByThisProcess;
    do {
      try {
        if (channel.tryLock() != null) {
          return Optional.of(channel);
        }
        heldByThisProcess = false;
      } catch (OverlappingFileLockException e) {
        heldByThisProcess = true;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } while (System.nanoTime() < end && pause());
    if (!heldByThisProcess) {
      // Closing any channel of a file drops every lock this process holds on it (POSIX). Another
      // owner's within this process would be gone: then this one stays open, unused.
      channel.close();
    }
    return Optional.empty();
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
