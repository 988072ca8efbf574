package dev.signet.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A file that one owner holds at a time, across processes and within one; ends with the process.
 */
public final class ExclusiveLock {
  private static final long PAUSE_MILLIS = 20;

  /**
   * One channel of each file that somebody in this process holds. Closing any channel of a file
   * drops every lock that the process has on it (POSIX): a second one is never opened where the
   * first is known, and stays open where another class loader's code holds the lock.
   */
  private static final Map<Object, FileChannel> OPEN = new HashMap<>();

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
    RegularFile.require(file);
    long end = System.nanoTime() + patience.toNanos();
    Optional<FileChannel> lock = attempt(file);
    while (lock.isEmpty() && System.nanoTime() < end && pause()) {
      lock = attempt(file);
    }
    return lock;
  }

  private static synchronized Optional<FileChannel> attempt(Path file) throws IOException {
    OPEN.values().removeIf(channel -> !channel.isOpen());
    FileChannel open = Files.exists(file) ? OPEN.get(identity(file)) : null;
    FileChannel channel = open == null ? open(file) : open;
    try {
      if (channel.tryLock() == null) {
        channel.close();
        return Optional.empty();
      }
      OPEN.put(identity(file), channel);
      return Optional.of(channel);
    } catch (OverlappingFileLockException e) {
      OPEN.put(identity(file), channel);
      return Optional.empty();
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        OwnFiles.newFile(file));
  }

  /** Of a file whatever it is called; a system without such keys knows it by its real path. */
  private static Object identity(Path file) throws IOException {
    Object key =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? file.toRealPath(LinkOption.NOFOLLOW_LINKS) : key;
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
