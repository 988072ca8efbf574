package dev.signet.bundle.read;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How many threads read bundles. The thread that wants a bundle read always reads itself; helpers
 * join it as long as there are fewer of them than allowed, over all readings that share this
 * object. A helper is a daemon, starts with the reading it helps in, and has ended when that
 * returns. Safe for use by several threads.
 */
public final class ReadingThreads {
  private final int count;
  private final Semaphore helpers;

  private ReadingThreads(int count) {
    this.count = count;
    this.helpers = new Semaphore(count - 1);
  }

  /**
   * Allows this many threads for one reading, the calling one included.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  public static ReadingThreads of(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count: there must be at least 1 thread, not " + count);
    }
    return new ReadingThreads(count);
  }

  /** Allows a thread for each core the JVM may use. */
  public static ReadingThreads ofAllCores() {
    return of(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Runs the work on this thread and, at the same time, on as many helpers as are free; returns
   * when it has ended on all of them. What it throws on any of them is thrown here. When this
   * thread is interrupted, the helpers are too, and it stays so.
   *
   * @param useful how many threads in all the work can occupy
   * @param work takes its share of what there is to do until nothing is left
   */
  public void run(long useful, Runnable work) {
    try (Crew crew = crew(work)) {
      while (crew.size() + 1 < useful && crew.grow()) {
        // As many as there are.
      }
      work.run();
    }
  }

  /** Returns helpers that are to do this work, none for now. */
  public Crew crew(Runnable work) {
    return new Crew(work);
  }

  /**
   * Helpers of one thread, which goes on by itself meanwhile, takes its share of the work in the
   * end, and has to {@link #close} them. For that thread alone.
   */
  public final class Crew implements AutoCloseable {
    private final Runnable work;
    private final List<Thread> started = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private Crew(Runnable work) {
      this.work = work;
    }

    /** Returns how many helpers were started. */
    public int size() {
      return started.size();
    }

    /** Starts one more helper, if one is free. */
    public boolean grow() {
      if (started.size() + 1 >= count || !helpers.tryAcquire()) {
        return false;
      }
      started.add(helper());
      return true;
    }

    private Thread helper() {
      Thread helper =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                } finally {
                  helpers.release();
                }
              },
              "signet-reading");
      helper.setDaemon(true);
      try {
        helper.start();
      } catch (OutOfMemoryError e) {
        // The system has no thread to give. This one does all there is to do.
        helpers.release();
      }
      return helper;
    }

    /**
     * Waits until the work has ended on all helpers. What it threw on one of them is thrown here,
     * once.
     */
    @Override
    public void close() {
      started.forEach(ReadingThreads::awaitEnd);
      started.clear();
      Throwable thrown = failure.getAndSet(null);
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException unchecked) {
        throw unchecked;
      }
    }
  }

  /** Waits to the end even when interrupted: what the helper uses is closed after it. */
  private static void awaitEnd(Thread helper) {
    boolean interrupted = Thread.currentThread().isInterrupted();
    if (interrupted) {
      helper.interrupt();
      Thread.interrupted();
    }
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
        helper.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
