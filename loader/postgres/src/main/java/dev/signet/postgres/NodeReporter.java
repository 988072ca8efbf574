package dev.signet.postgres;

import dev.signet.policy.Decision;
import dev.signet.report.IntegrityListener;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a fleet how one of its nodes is: that it lives, what it runs, and what it has found. A host
 * makes it a listener of its plugin manager and starts it once there is something to tell:
 *
 * <pre>{@code
 * NodeReporter reporter = NodeReporter.of(shared);
 * VerifyingPluginManager plugins = VerifyingPluginManager.builder(…).listener(reporter)….build();
 * reporter.start(plugins::report, () -> plugins.admission().rescan());
 * }</pre>
 *
 * <p>All of it is done on threads of its own, within the limits of the ledger it was made of. As
 * long as nothing changes, a node costs the database one statement each interval; what has changed
 * is told within a second or two. While the database does not answer the host goes on, and what has
 * changed meanwhile is told when it answers again. Nothing that is told decides what is admitted.
 */
public final class NodeReporter implements IntegrityListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeReporter.class);
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final PostgresLedger shared;
  private final Duration interval;
  private final boolean isListening;
  private final Availability availability =
      new Availability(
          Clock.systemUTC(),
          "The fleet's database",
          "This host goes on, and tells later what has changed meanwhile.");
  private final Wakeup wakeup = new Wakeup();
  private final NodeListener listener;
  private @Nullable Thread thread;

  private NodeReporter(PostgresLedger shared, Duration interval, boolean isListening) {
    this.shared = shared;
    this.interval = interval;
    this.isListening = isListening;
    this.listener = new NodeListener(shared.database(), wakeup::now, Availability.REST);
  }

  /**
   * Returns a reporter that tells every 30 seconds that the node lives, once it is started.
   *
   * @param shared names the node, its database, schema and limit
   */
  public static NodeReporter of(PostgresLedger shared) {
    return new NodeReporter(Objects.requireNonNull(shared, "shared"), USUAL, false);
  }

  /**
   * Returns a reporter with another interval, that is not started.
   *
   * @param other a second to an hour
   * @throws IllegalArgumentException when it is another
   */
  public NodeReporter every(Duration other) {
    if (other.compareTo(SHORTEST) < 0 || other.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "interval: " + other + " is not from " + SHORTEST + " to " + LONGEST);
    }
    return new NodeReporter(shared, other, isListening);
  }

  /**
   * Returns a reporter that is not started, and sees at once what somebody asks of all nodes, such
   * as to read everything again, instead of with its next report. It keeps a connection for that.
   */
  public NodeReporter listening() {
    return new NodeReporter(shared, interval, true);
  }

  /**
   * Starts to tell, until {@link #close}.
   *
   * @param report what there is to tell; asked for on the reporter's thread
   * @param rescan has the node read everything again, in the background; called when somebody asks
   *     that of all nodes
   * @throws IllegalStateException when it was started or closed before
   */
  public synchronized void start(Supplier<IntegrityReport> report, Runnable rescan) {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(rescan, "rescan");
    if (thread != null || wakeup.isOver()) {
      throw new IllegalStateException("A reporter is started once");
    }
    NodeRounds rounds = new NodeRounds(shared.database(), shared.node());
    thread = new Thread(() -> run(rounds, report, rescan), "signet-node-reporter");
    thread.setDaemon(true);
    thread.start();
    if (isListening) {
      listener.start();
    }
  }

  private void run(NodeRounds rounds, Supplier<IntegrityReport> report, Runnable rescan) {
    do {
      try {
        tell(rounds, report, rescan);
      } catch (RuntimeException e) {
        log.error("A node's report failed unexpectedly; the next one follows", e);
      }
    } while (wakeup.await(pause()));
  }

  /** Nodes that all found a database too busy must not come back all at once. */
  private Duration pause() {
    return availability.awaySince().isEmpty()
        ? interval
        : Availability.REST.plusMillis(
            ThreadLocalRandom.current().nextLong(Availability.REST.toMillis()));
  }

  private void tell(NodeRounds rounds, Supplier<IntegrityReport> report, Runnable rescan) {
    if (availability.isResting()) {
      return;
    }
    boolean isRescanWanted;
    try {
      isRescanWanted = rounds.tell(report.get());
    } catch (FleetException e) {
      availability.isAway(e);
      return;
    }
    availability.isBack();
    if (isRescanWanted) {
      log.info("Everything is read again, as somebody has asked all nodes of the fleet");
      rescan.run();
    }
  }

  /** Returns since when the database has not answered; empty as long as it does. */
  public Optional<Instant> awaySince() {
    return availability.awaySince();
  }

  @Override
  public void decisionChanged(String pluginId, Decision before, Decision now) {
    wakeup.now();
  }

  @Override
  public void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {
    wakeup.now();
  }

  @Override
  public void scanFailed(IntegrityState now) {
    wakeup.now();
  }

  /**
   * Ends it, and waits until what is being told is told, for three times the limit at most. The
   * node is seen no more from then on. May be repeated; to be called before the plugin manager is
   * closed.
   */
  @Override
  public void close() {
    wakeup.end();
    listener.close();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      running.join(shared.database().limit().multipliedBy(3).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
