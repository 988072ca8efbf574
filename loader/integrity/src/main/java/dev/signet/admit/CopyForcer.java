package dev.signet.admit;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has sealed copies reach the disk, in a thread of its own and some time after they were made: by
 * then the operating system has written most of them by itself. Safe for use by several threads.
 */
final class CopyForcer implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(CopyForcer.class);

  /** Long enough for one large file, of which the rest is not waited for. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Disk disk;
  private final Consumer<List<Path>> done;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread running;

  /**
   * Creates one that does nothing yet.
   *
   * @param done told, on the thread in the background, which folders are on the disk
   */
  CopyForcer(Disk disk, Consumer<List<Path>> done) {
    this.disk = disk;
    this.done = done;
  }

  /** Has these folders forced in the background, unless a thread is at it already. */
  synchronized void force(List<Path> folders) {
    if (folders.isEmpty() || isClosing() || (running != null && running.isAlive())) {
      return;
    }
    Thread thread = new Thread(() -> run(folders), "signet-disk");
    thread.setDaemon(true);
    thread.start();
    running = thread;
  }

  /** Ends the thread after the file it is at; what is not on the disk by then is done next time. */
  @Override
  public void close() {
    closing.countDown();
    await(BOUND);
  }

  /** Waits for the thread to end by itself. */
  void await(Duration most) {
    Thread thread = thread();
    if (thread == null) {
      return;
    }
    try {
      thread.join(most.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable Thread thread() {
    return running;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run(List<Path> folders) {
    try {
      if (closing.await(disk.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      // Nobody does that; it is only made use of as an end.
      return;
    }
    List<Path> forced = new ArrayList<>();
    for (Path folder : folders) {
      try {
        if (!SealedFiles.force(folder, disk, () -> !isClosing())) {
          break;
        }
        forced.add(folder);
      } catch (IOException e) {
        // Deleted meanwhile, or a disk that fails: then its source is read again after a restart.
        log.debug("{} could not be forced to the disk", folder, e);
      }
    }
    done.accept(forced);
  }
}
