package dev.signet.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes a node as soon as somebody asks something of all of them, on a thread and a connection of
 * its own. It is never needed: what is asked stands in the database, where a node looks with each
 * of its reports. So a failure is only tried again.
 *
 * <p>Source: PostgreSQL, LISTEN and NOTIFY.
 */
final class NodeListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NodeListener.class);
  private static final int TURN_MILLIS = 300_000;

  private final FleetDatabase database;
  private final Runnable wake;
  private final Duration rest;
  private final Thread thread = new Thread(this::run, "signet-node-listener");
  private @Nullable Connection listening;
  private boolean isOver;

  /**
   * Creates one that does not listen yet.
   *
   * @param rest how long the database is left alone when it did not answer
   */
  NodeListener(FleetDatabase database, Runnable wake, Duration rest) {
    this.database = database;
    this.wake = wake;
    this.rest = rest;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!isOver()) {
      try (Connection connection = database.source().getConnection()) {
        listen(connection);
      } catch (SQLException | RuntimeException | AssertionError e) {
        log.debug("Nobody wakes this node; it looks with each of its reports", e);
      } finally {
        listening(null);
      }
      rest();
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    listening(connection);
    PGConnection notified = connection.unwrap(PGConnection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + database.schema() + "_wake");
      while (!isOver()) {
        PGNotification[] found = notified.getNotifications(TURN_MILLIS);
        if (found != null && found.length > 0) {
          wake.run();
        } else {
          // A server that is gone without a word would be listened to for ever.
          statement.execute("");
        }
      }
      statement.execute("unlisten *");
    }
  }

  private synchronized void listening(@Nullable Connection connection) {
    listening = connection;
  }

  private synchronized boolean isOver() {
    return isOver;
  }

  private synchronized void rest() {
    long end = System.nanoTime() + rest.toNanos();
    try {
      for (long left = rest.toNanos(); !isOver && left > 0; left = end - System.nanoTime()) {
        wait(left / 1_000_000 + 1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isOver = true;
    }
  }

  /** Ends it; what it waits for is not waited for. */
  @Override
  public void close() {
    Connection connection;
    synchronized (this) {
      isOver = true;
      notifyAll();
      connection = listening;
    }
    try {
      if (connection != null) {
        connection.abort(Runnable::run);
      }
      thread.join(database.limit().multipliedBy(3).toMillis());
    } catch (SQLException e) {
      log.debug("A connection could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
