package dev.signet.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Asks the database, each time within a bound and in a transaction of its own. Safe for use by
 * several threads.
 */
final class FleetDatabase {
  private static final int MOST_TRIES = 5;

  /** Another node was quicker: unique violation, serialization failure, deadlock. */
  private static final Set<String> TRY_AGAIN = Set.of("23505", "40001", "40P01");

  private final DataSource source;
  private final String schema;
  private final Duration limit;

  /**
   * Creates it.
   *
   * @param schema one that needs no quotes
   * @param limit for each statement, and for each answer of the server
   */
  FleetDatabase(DataSource source, String schema, Duration limit) {
    this.source = source;
    this.schema = schema;
    this.limit = limit;
  }

  /** What is done in a transaction; done anew when another node was quicker. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  FleetDatabase within(Duration other) {
    return new FleetDatabase(source, schema, other);
  }

  FleetDatabase inSchema(String other) {
    return new FleetDatabase(source, other, limit);
  }

  /** Returns what each statement has. */
  Duration limit() {
    return limit;
  }

  /** Returns where connections come from, for one that is kept. */
  DataSource source() {
    return source;
  }

  String schema() {
    return schema;
  }

  /** Returns a table's or function's name in the schema. */
  String table(String name) {
    return schema + '.' + name;
  }

  /**
   * Does all of it, or nothing. The name of it is for people, as "This or that cannot …".
   *
   * @throws FleetException when it was not done; the message says why and what to do
   */
  <T> T transact(String what, Work<T> work) throws FleetException {
    return attempt(what, connection -> inTransaction(connection, work));
  }

  /**
   * Has one statement done by itself, with no question before it: what each node asks all the time.
   * It must return which schema it belongs to, for {@link FleetSchema#requireKnown}. It is named
   * likewise.
   *
   * @throws FleetException when it was not done; the message says why and what to do
   */
  <T> T once(String what, Work<T> work) throws FleetException {
    return attempt(
        what,
        connection -> {
          connection.setAutoCommit(true);
          return work.with(connection);
        });
  }

  private <T> T attempt(String what, Work<T> work) throws FleetException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = source.getConnection()) {
        return bounded(connection, work);
      } catch (FleetSchema.UnknownException e) {
        throw new FleetException(sentence(what, e.getMessage()), e);
      } catch (SQLException e) {
        if (attempt == MOST_TRIES || !TRY_AGAIN.contains(String.valueOf(e.getSQLState()))) {
          throw new FleetException(sentence(what, DatabaseFailure.explain(e, limit)), e);
        }
      }
    }
  }

  private <T> T bounded(Connection connection, Work<T> work) throws SQLException {
    int before = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) limit.multipliedBy(2).toMillis());
    try {
      return work.with(connection);
    } catch (AssertionError e) {
      // Where assertions are on, PostgreSQL's driver has some that no connection ever breaks.
      if (connection.isClosed()) {
        throw new SQLException("the connection broke", "08006", e);
      }
      throw e;
    } finally {
      if (!connection.isClosed()) {
        connection.setNetworkTimeout(Runnable::run, before);
      }
    }
  }

  private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    boolean done = false;
    try {
      begin(connection);
      T result = work.with(connection);
      connection.commit();
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
      if (!connection.isClosed()) {
        connection.setAutoCommit(true);
      }
    }
  }

  /** Also sees that this library knows the schema: a fleet's nodes are not updated all at once. */
  private void begin(Connection connection) throws SQLException {
    String settings =
        String.format(
            Locale.ROOT,
            "set local statement_timeout = %d; set local lock_timeout = %d;"
                + " set local synchronous_commit = on;",
            limit.toMillis(),
            limit.toMillis());
    try (Statement statement = connection.createStatement()) {
      statement.execute(settings);
      try (ResultSet row =
          statement.executeQuery("select needs, made_by from " + table("schema_version"))) {
        if (!row.next()) {
          throw new FleetSchema.UnknownException("its schema '" + schema + "' says no version");
        }
        FleetSchema.requireKnown(schema, row.getInt(1), row.getInt(2));
      }
    }
  }

  /** The failure that led here is what is told. */
  private static void rollBack(Connection connection) {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
      }
    } catch (SQLException e) {
      // The server ends the transaction of a connection that is gone.
    }
  }

  private static String sentence(String what, String why) {
    return what + ": " + why + ".";
  }
}
