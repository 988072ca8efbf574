package dev.signet.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Who listens in a database. */
public final class Listening {
  private static final Duration MOST = Duration.ofMinutes(1);

  private Listening() {}

  /** Waits until one connection listens, and returns its process. */
  public static int await(DataSource owner) throws SQLException, InterruptedException {
    for (long start = System.nanoTime(); System.nanoTime() - start < MOST.toNanos(); ) {
      List<Integer> found = pids(owner);
      if (!found.isEmpty()) {
        return found.get(0);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("nobody listens");
  }

  static List<Integer> pids(DataSource owner) throws SQLException {
    List<Integer> found = new ArrayList<>();
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select pid from pg_stat_activity where query like 'listen %'"
                    + " and state = 'idle' and datname = current_database()")) {
      while (rows.next()) {
        found.add(rows.getInt(1));
      }
    }
    return found;
  }
}
