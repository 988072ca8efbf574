package dev.signet.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Until when each node has looked, in one transaction. */
final class InstantRows {
  private final Connection connection;
  private final String table;

  InstantRows(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  /**
   * The latest that is stored of a node.
   *
   * @param at empty when it was forgotten
   */
  record Row(long revision, Optional<Instant> at) {}

  Optional<Row> latest(String node) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select revision, at from "
                + table
                + " where node = ? order by revision desc limit 1")) {
      select.setString(1, StoredText.of(node));
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Row(row.getLong(1), Optional.ofNullable(instant(row, 2))))
            : Optional.empty();
      }
    }
  }

  List<String> nodes() throws SQLException {
    List<String> nodes = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("select distinct node from " + table + " order by node");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        nodes.add(StoredText.read(row.getString(1)));
      }
    }
    return nodes;
  }

  void add(String node, long revision, Optional<Instant> at) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into " + table + " (node, revision, at) values (?, ?, ?)")) {
      insert.setString(1, StoredText.of(node));
      insert.setLong(2, revision);
      insert.setObject(3, at.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null));
      insert.executeUpdate();
    }
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
