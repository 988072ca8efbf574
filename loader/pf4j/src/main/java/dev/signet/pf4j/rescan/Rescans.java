package dev.signet.pf4j.rescan;

import dev.signet.pf4j.text.AdmissionLog;
import dev.signet.report.ScanTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Rescans in the background, one at a time, on one daemon thread that ends with {@link #close}. */
final class Rescans implements AutoCloseable {
  private static final Logger LOG = AdmissionLog.LOGGER;
  private static final Duration SOONEST = Duration.ofMinutes(1);
  private static final long PATIENCE_SECONDS = 30;

  private final RescanWork work;
  private final Supplier<Instant> clock;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(this::newThread);
  private volatile @Nullable Thread thread;
  private @Nullable RunningRescan latest;
  private boolean closed;

  Rescans(RescanWork work, Supplier<Instant> clock) {
    this.work = work;
    this.clock = clock;
  }

  /**
   * Starts a rescan, unless one is running.
   *
   * @param wanted what to scan; empty for everything
   * @return the new one, or the running one
   */
  synchronized Rescan start(Set<ScanTarget> wanted) {
    if (closed) {
      throw new IllegalStateException(
          "This PluginAdmission is closed; nothing is scanned any more");
    }
    if (latest != null && latest.progress().isRunning()) {
      return latest;
    }
    RunningRescan started = new RunningRescan(work, wanted, clock);
    latest = started;
    worker.execute(started);
    return started;
  }

  /** Returns the one that was asked for last. */
  synchronized Optional<Rescan> latest() {
    return Optional.ofNullable(latest);
  }

  /**
   * Has everything scanned at an interval.
   *
   * @param before when that was done last: a host that is often restarted must not start anew
   */
  @SuppressWarnings("FutureReturnValueIgnored") // what fails is told where it is run
  void every(Duration interval, Optional<Instant> before) {
    worker.scheduleWithFixedDelay(
        this::startByItself,
        firstWait(interval, before, clock.get()).toMillis(),
        interval.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** What is overdue waits until the host has started; a clock that went back puts nothing off. */
  static Duration firstWait(Duration interval, Optional<Instant> before, Instant now) {
    Instant due = before.filter(last -> !last.isAfter(now)).orElse(now).plus(interval);
    Duration wait = Duration.between(now, due);
    Duration soonest = SOONEST.compareTo(interval) < 0 ? SOONEST : interval;
    return wait.compareTo(soonest) < 0 ? soonest : wait;
  }

  /**
   * Stops what runs after the target that is being scanned, and waits for that, for a bounded time;
   * not when it is asked by the rescan itself.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (latest != null) {
        latest.cancel();
      }
    }
    // No interrupt: it would close the file that is being read, and look like a failing disk.
    worker.shutdown();
    Thread running = thread;
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      // Not the worker's own end, at which its thread still has a few steps to go.
      running.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (running.isAlive()) {
        LOG.warn("The rescan does not end; it is interrupted");
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      worker.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private Thread newThread(Runnable task) {
    Thread created = new Thread(task, "signet-rescan");
    created.setDaemon(true);
    thread = created;
    return created;
  }

  private synchronized void startByItself() {
    if (!closed) {
      start(Set.of());
    }
  }
}
