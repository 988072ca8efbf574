package dev.signet.postgres;

import dev.signet.policy.LedgerEntry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What is stored of plugins, in one transaction. */
final class LedgerRows {
  private static final String COLUMNS =
      "plugin, revision, first_version, first_at, highest_version, key_id, last_at, keys,"
          + " release_versions, release_digests";

  private static final int FIRST_OF_ENTRY = 5;
  private static final int COLUMNS_OF_ENTRY = 8;

  private final Connection connection;
  private final String table;

  LedgerRows(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  /** Has other nodes wait that want to change the same; always in the same order. */
  void lock(Collection<String> ids) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select pg_advisory_xact_lock(key) from (select hashtextextended(? || plugin, 0) as key"
                + " from unnest(?) as plugin order by key) as keys")) {
      select.setString(1, table + ' ');
      select.setArray(2, texts(ids));
      select.executeQuery().close();
    }
  }

  /** Returns the latest row of each that there is one of, by id. */
  Map<String, LedgerRow> latest(Collection<String> ids) throws SQLException {
    try (PreparedStatement select = select(" where plugin = any(?)")) {
      select.setArray(1, texts(ids));
      return read(select);
    }
  }

  /** Returns the latest row of each plugin, by id. */
  Map<String, LedgerRow> all() throws SQLException {
    try (PreparedStatement select = select("")) {
      return read(select);
    }
  }

  private PreparedStatement select(String where) throws SQLException {
    return connection.prepareStatement(
        "select distinct on (plugin) kind, "
            + COLUMNS
            + " from "
            + table
            + where
            + " order by plugin, revision desc");
  }

  private static Map<String, LedgerRow> read(PreparedStatement select) throws SQLException {
    Map<String, LedgerRow> rows = new TreeMap<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        LedgerRow read = read(row);
        rows.put(read.id(), read);
      }
    } catch (IllegalArgumentException e) {
      throw new SQLException("a row holds what no ledger has written: " + e.getMessage(), e);
    }
    return rows;
  }

  private static LedgerRow read(ResultSet row) throws SQLException {
    LedgerRow.Kind kind = LedgerRow.Kind.read(row.getString(1));
    String id = StoredText.read(row.getString(2));
    long revision = row.getLong(3);
    if (kind == LedgerRow.Kind.FORGOTTEN) {
      return new LedgerRow(id, revision, kind, Optional.empty());
    }
    List<String> versions = texts(row.getArray(10));
    List<String> digests = texts(row.getArray(11));
    if (versions.size() != digests.size()) {
      throw new IllegalArgumentException("versions and digests differ in number");
    }
    Map<String, String> releases = new LinkedHashMap<>();
    for (int i = 0; i < versions.size(); i++) {
      releases.put(versions.get(i), digests.get(i));
    }
    return new LedgerRow(
        id,
        revision,
        kind,
        Optional.of(
            new LedgerEntry(
                id,
                StoredText.read(row.getString(4)),
                instant(row, 5),
                StoredText.read(row.getString(6)),
                row.getString(7),
                instant(row, 8),
                texts(row.getArray(9)),
                releases)));
  }

  /** Adds rows; of a forgotten plugin all but its name is null. */
  void add(List<LedgerRow> rows, String node) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into "
                + table
                + " (kind, node, "
                + COLUMNS
                + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (LedgerRow row : rows) {
        insert.setString(1, row.kind().stored());
        insert.setString(2, StoredText.of(node));
        insert.setString(3, StoredText.of(row.id()));
        insert.setLong(4, row.revision());
        Object[] values =
            row.entry().isPresent() ? values(row.entry().get()) : new Object[COLUMNS_OF_ENTRY];
        for (int i = 0; i < values.length; i++) {
          insert.setObject(FIRST_OF_ENTRY + i, values[i]);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private Object[] values(LedgerEntry entry) throws SQLException {
    return new Object[] {
      StoredText.of(entry.firstVersion()),
      entry.firstAt().atOffset(ZoneOffset.UTC),
      StoredText.of(entry.highestVersion()),
      entry.keyId(),
      entry.lastAt().atOffset(ZoneOffset.UTC),
      texts(entry.keys()),
      texts(entry.releases().keySet()),
      texts(entry.releases().values())
    };
  }

  private Array texts(Collection<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.stream().map(StoredText::of).toArray());
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.stream((String[]) array.getArray()).map(StoredText::read).toList();
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return Objects.requireNonNull(InstantRows.instant(row, column));
  }
}
