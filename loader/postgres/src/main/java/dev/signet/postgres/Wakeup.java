package dev.signet.postgres;

import java.time.Duration;

/** Lets a thread wait for its next turn, for somebody to wake it, or for the end. */
final class Wakeup {
  /** What happens at the same time is told at once: a start, or a rescan, changes many results. */
  private static final long GATHER_NANOS = Duration.ofSeconds(1).toNanos();

  private boolean isWoken;
  private boolean isOver;

  synchronized void now() {
    isWoken = true;
    notifyAll();
  }

  synchronized void end() {
    isOver = true;
    notifyAll();
  }

  synchronized boolean isOver() {
    return isOver;
  }

  /** Returns false at the end, or when the thread is interrupted. */
  synchronized boolean await(Duration atMost) {
    long start = System.nanoTime();
    try {
      while (!isOver && !isDue(System.nanoTime() - start, atMost.toNanos())) {
        long until = isWoken ? GATHER_NANOS : atMost.toNanos();
        long rest = until - (System.nanoTime() - start);
        wait(Math.max(1, rest / Duration.ofMillis(1).toNanos() + 1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isOver = true;
    }
    isWoken = false;
    return !isOver;
  }

  private boolean isDue(long passed, long atMost) {
    return passed >= (isWoken ? Math.min(GATHER_NANOS, atMost) : atMost);
  }
}
