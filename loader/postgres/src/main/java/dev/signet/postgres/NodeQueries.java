package dev.signet.postgres;

import dev.signet.report.RevocationFreshness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What is asked of all nodes, in one transaction. */
record NodeQueries(Connection connection, FleetDatabase database) {
  private static final String OF_FILTER =
      "position(lower(?) in lower(node)) > 0 and position(lower(?) in lower(plugin)) > 0"
          + " and (attention or not ?)";

  FleetNodes.Page<FleetNode> nodes(FleetNodes.Filter filter, int first, int count)
      throws SQLException {
    return nodes("position(lower(?) in lower(n.node)) > 0", filter, first, count);
  }

  /** Returns the node of exactly this name. */
  List<FleetNode> node(String name) throws SQLException {
    return nodes("n.node = ?", new FleetNodes.Filter(name, "", false), 0, 1).rows();
  }

  private FleetNodes.Page<FleetNode> nodes(
      String named, FleetNodes.Filter filter, int first, int count) throws SQLException {
    return ask(
        nodes(named),
        NodeQueries::node,
        17,
        StoredText.of(filter.plugin()),
        StoredText.of(filter.node()),
        filter.plugin().isEmpty(),
        filter.needingAttention(),
        first,
        count);
  }

  private String nodes(String named) {
    return String.format(
        Locale.ROOT,
        """
      with found as (
        select node, count(*) filter (where position(lower(?) in lower(plugin)) > 0) as fitting,
          count(*) filter (where attention) as attention, count(*) as targets
        from %1$s group by node)
      select n.node, n.login, n.first_seen, n.last_seen,
        extract(epoch from clock_timestamp() - n.last_seen)::float8, n.engine_version, n.channel,
        n.trust_fingerprint, n.policy_digest, n.lists, n.lists_next_update, n.lists_in_order,
        n.lists_last_success, n.last_rescan, coalesce(f.targets, 0), coalesce(f.attention, 0),
        count(*) over ()
      from %2$s n left join found f on f.node = n.node
      where %3$s and (? or f.fitting > 0)
        and (f.attention > 0 or not ?)
      order by n.node offset ? limit ?
      """,
        database.table("results"),
        database.table("nodes"),
        named);
  }

  private static FleetNode node(ResultSet row) throws SQLException {
    return new FleetNode(
        StoredText.read(row.getString(1)),
        row.getString(2),
        instant(row, 3),
        instant(row, 4),
        Duration.ofMillis(Math.max(0, Math.round(row.getDouble(5) * 1_000))),
        StoredText.read(row.getString(6)),
        StoredText.read(row.getString(7)),
        row.getString(8),
        row.getString(9),
        new RevocationFreshness(
            row.getInt(10),
            Optional.ofNullable(InstantRows.instant(row, 11)),
            row.getBoolean(12),
            Optional.ofNullable(InstantRows.instant(row, 13))),
        Optional.ofNullable(InstantRows.instant(row, 14)),
        row.getInt(15),
        row.getInt(16));
  }

  FleetNodes.Page<NodeResult> results(FleetNodes.Filter filter, int first, int count)
      throws SQLException {
    return results(
        OF_FILTER + " order by plugin, node, target offset ? limit ?",
        StoredText.of(filter.node()),
        StoredText.of(filter.plugin()),
        filter.needingAttention(),
        first,
        count);
  }

  /** Returns a part of what the node of exactly this name has, by plugin. */
  FleetNodes.Page<NodeResult> results(String node, FleetNodes.Part part) throws SQLException {
    String those = "node = ? order by plugin, target offset ? limit ?";
    return results(those, StoredText.of(node), part.first(), part.count());
  }

  Optional<NodeResult> find(String node, String key) throws SQLException {
    return results("node = ? and target = ?", StoredText.of(node), StoredText.of(key))
        .rows()
        .stream()
        .findFirst();
  }

  private FleetNodes.Page<NodeResult> results(String where, Object... values) throws SQLException {
    String sql =
        "select node, target, plugin, version, digest, standing, attention, running, since, state,"
            + " count(*) over () from "
            + database.table("results")
            + " where "
            + where;
    return ask(sql, NodeQueries::result, 11, values);
  }

  private static NodeResult result(ResultSet row) throws SQLException {
    boolean running = row.getBoolean(8);
    return new NodeResult(
        StoredText.read(row.getString(1)),
        row.getString(2),
        StoredText.read(row.getString(3)),
        StoredText.read(row.getString(4)),
        row.getString(5),
        row.getString(6),
        row.getBoolean(7),
        running,
        instant(row, 9),
        NodeRows.state(row.getString(10)).map(state -> state.withRunning(running)));
  }

  List<NodeChange> changes(String node, int count) throws SQLException {
    String sql =
        "select at, node, target, plugin, version, standing, running, count(*) over () from "
            + database.table("result_changes")
            + " where node = ? order by id desc limit ?";
    return ask(sql, NodeQueries::change, 8, StoredText.of(node), count).rows();
  }

  private static NodeChange change(ResultSet row) throws SQLException {
    return new NodeChange(
        instant(row, 1),
        StoredText.read(row.getString(2)),
        row.getString(3),
        StoredText.read(row.getString(4)),
        StoredText.read(row.getString(5)),
        Optional.ofNullable(row.getString(6)),
        row.getBoolean(7));
  }

  boolean forget(String node) throws SQLException {
    try (PreparedStatement call =
        connection.prepareStatement("select " + database.table("forget_node") + "(?)")) {
      call.setString(1, StoredText.of(node));
      try (ResultSet row = call.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  boolean requestRescan() throws SQLException {
    try (PreparedStatement call =
        connection.prepareStatement("select " + database.table("request_rescan") + "()")) {
      return call.execute();
    }
  }

  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** Returns the rows of a statement with these values; one of its columns is the total. */
  <T> FleetNodes.Page<T> ask(String sql, Row<T> read, int total, Object... values)
      throws SQLException {
    List<T> rows = new ArrayList<>();
    long all = 0;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(read.of(row));
          all = row.getLong(total);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new SQLException("a row holds what no node has written: " + e.getMessage(), e);
    }
    return new FleetNodes.Page<>(rows, all);
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(InstantRows.instant(row, column));
  }
}
