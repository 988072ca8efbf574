package dev.signet.postgres;

import dev.signet.report.IntegrityReport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** Nodes of a fleet, told by themselves or, where there are many, written into its tables. */
public final class FilledFleet {
  private final Postgres.Database database;

  public FilledFleet(Postgres.Database database) {
    this.database = database;
  }

  /** Returns how many requests there are that every node rescan. */
  public long requests() throws SQLException {
    try (Connection connection = database.owner().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from signet.rescan_requests")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Has a node report. */
  public void tell(String node, IntegrityReport report) throws Exception {
    PostgresLedger shared = PostgresLedger.of(database.as("signet_node"), node);
    new NodeRounds(shared.database(), node).tell(report);
  }

  /** Makes some rows other than a node reported. */
  public void change(String table, String which, String what) throws SQLException {
    Postgres.execute(
        database.owner(),
        String.format(Locale.ROOT, "update signet.%s set %s where %s", table, what, which));
  }

  /**
   * Makes a fleet of so many nodes with so many plugins each, called {@code node-000} and {@code
   * plugin-000} and so on. Every tenth node has an older release of the first plugin that needs
   * attention.
   */
  public void fill(int nodes, int plugins) throws SQLException {
    Postgres.execute(
        database.owner(),
        String.format(
            Locale.ROOT,
            """
            insert into signet.nodes (node, login, instance, engine_version, channel,
              trust_fingerprint, policy_digest, lists, lists_in_order, rescan)
            select 'node-' || to_char(n, 'FM000'), 'login', '', '1.2.3', 'stable', 'ab', 'cd', 0,
              true, 0
            from generate_series(0, %1$d - 1) n on conflict do nothing;
            insert into signet.results (node, target, plugin, version, digest, standing, attention,
              running, state)
            select 'node-' || to_char(n, 'FM000'), md5(p::text), 'plugin-' || to_char(p, 'FM000'),
              case when n %% 10 = 0 and p = 0 then '0.9.0' else '1.0.0' end, '',
              case when n %% 10 = 0 and p = 0 then 'modified' else 'verified' end,
              n %% 10 = 0 and p = 0, true, ''
            from generate_series(0, %1$d - 1) n, generate_series(0, %2$d - 1) p
            on conflict do nothing;
            analyze signet.nodes; analyze signet.results
            """,
            nodes,
            plugins));
  }
}
