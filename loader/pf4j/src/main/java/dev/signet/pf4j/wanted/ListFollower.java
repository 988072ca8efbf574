package dev.signet.pf4j.wanted;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a host follow its fleet's list: brings it to the list at once, and again and again, on a
 * daemon thread of its own, until it is closed. Whatever fails is logged, and tried again the next
 * time.
 *
 * <p>Plugins are then changed on that thread. They take turns with whatever else is changed by an
 * installer; a host that also changes plugins by PF4J's own methods calls {@link Convergence#run}
 * itself, on the thread on which it does that.
 */
public final class ListFollower implements AutoCloseable {
  /** How long the host waits between two looks at the list unless it says otherwise. */
  public static final Duration USUAL = Duration.ofSeconds(30);

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final long PATIENCE_SECONDS = 30;
  private static final Logger LOG = LoggerFactory.getLogger(ListFollower.class);

  private final Convergence convergence;
  private final Duration every;
  private final Thread thread = new Thread(this::follow, "signet-list-follower");
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile @Nullable ConvergenceReport latest;

  private ListFollower(Convergence convergence, Duration every) {
    this.convergence = convergence;
    this.every = every;
    thread.setDaemon(true);
  }

  /**
   * Starts to follow; to be called once the host's plugins are loaded.
   *
   * @param every how long to wait from the end of one run to the next: a second to a day
   * @throws IllegalArgumentException when it is another
   */
  public static ListFollower start(Convergence convergence, Duration every) {
    Objects.requireNonNull(convergence, "convergence");
    ListFollower follower = new ListFollower(convergence, requireBounded(every));
    follower.thread.start();
    return follower;
  }

  /**
   * Returns how often a list may be looked at: the same.
   *
   * @throws IllegalArgumentException when it is less than a second or more than a day
   */
  public static Duration requireBounded(Duration every) {
    if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "every: " + every + " is not from " + SHORTEST + " to " + LONGEST);
    }
    return every;
  }

  /** Returns what became of the last run that ended; empty for none, or when that failed. */
  public Optional<ConvergenceReport> latest() {
    return Optional.ofNullable(latest);
  }

  private void follow() {
    do {
      latest = round();
    } while (!isOverAfterWaiting());
  }

  private @Nullable ConvergenceReport round() {
    try {
      return convergence.run();
    } catch (RuntimeException | Error e) {
      if (closing.getCount() > 0) {
        LOG.error("The fleet's list could not be followed; it is tried again in {}", every, e);
      }
      return null;
    }
  }

  /** A plugin that interrupts the thread it is started on does not end it. */
  private boolean isOverAfterWaiting() {
    try {
      return closing.await(every.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return closing.getCount() == 0;
    }
  }

  /**
   * Ends it; to be called before the manager is closed. Waits for the run that goes on, 30 seconds
   * at most, and then interrupts it; does not wait when it is called by that run. May be repeated.
   */
  @Override
  public void close() {
    closing.countDown();
    if (thread == Thread.currentThread()) {
      return;
    }
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      if (thread.isAlive()) {
        LOG.warn("Following the fleet's list does not end; it is interrupted");
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
