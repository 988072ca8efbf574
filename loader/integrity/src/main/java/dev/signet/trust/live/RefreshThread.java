package dev.signet.trust.live;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The one daemon thread of a {@code LiveTrust}. */
final class RefreshThread {
  private static final Logger LOG = TrustLog.LOGGER;
  private static final Duration AFTER_A_DEFECT = Duration.ofMinutes(1);
  private static final long PATIENCE_SECONDS = 60;

  private volatile @Nullable Thread thread;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "signet-trust");
            created.setDaemon(true);
            thread = created;
            return created;
          });

  /**
   * Runs a task again and again until the end, whatever it throws.
   *
   * @param wait before it runs first
   * @param task returns how long to wait before it runs next
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the task's failures are told where it is run
  void repeat(Duration wait, Supplier<Duration> task) {
    try {
      worker.schedule(() -> run(task), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Nothing is refreshed any more", e);
    }
  }

  private void run(Supplier<Duration> task) {
    Duration next = AFTER_A_DEFECT;
    try {
      next = task.get();
    } catch (RuntimeException e) {
      LOG.error("Trust could not be refreshed", e);
    } catch (Error e) {
      LOG.error("Trust could not be refreshed", e);
      throw e;
    } finally {
      // Also after an error: trust that stands still unnoticed is worse.
      repeat(next, task);
    }
  }

  boolean isEnded() {
    return worker.isShutdown();
  }

  /** Interrupts a task that is running, and waits for its end, unless it is the one who asks. */
  void end() {
    worker.shutdownNow();
    Thread running = thread;
    if (running == null || Thread.currentThread() == running) {
      return;
    }
    try {
      running.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (running.isAlive()) {
        LOG.warn("The refreshing of trust does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
