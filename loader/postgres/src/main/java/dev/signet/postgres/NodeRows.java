package dev.signet.postgres;

import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.store.StoredState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a node writes of itself, and reads of that.
 *
 * @param node its name
 */
record NodeRows(Connection connection, FleetDatabase database, String node) {

  /**
   * What a node is told when it says that it lives.
   *
   * @param isKnown whether this process has said so before, and nobody else since
   * @param rescan the request to read everything again that it has not taken up; 0 for none
   */
  record Answer(boolean isKnown, long rescan) {}

  /**
   * Says that the node lives, and how it is.
   *
   * @param instance names the process
   * @param taken the latest request to read everything again that it has taken up
   */
  Answer live(String instance, IntegrityReport report, long taken) throws SQLException {
    try (PreparedStatement call =
        connection.prepareStatement(
            "select needs, made_by, known, rescan_wanted from "
                + database.table("report_node")
                + "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      IntegrityReport.Host host = report.host();
      RevocationFreshness lists = report.lists();
      call.setString(1, StoredText.of(node));
      call.setString(2, instance);
      call.setString(3, StoredText.of(host.engineVersion()));
      call.setString(4, StoredText.of(host.channel().name()));
      call.setString(5, host.trustFingerprint());
      call.setString(6, host.policyDigest());
      call.setInt(7, lists.lists());
      call.setObject(8, time(lists.nextUpdate()));
      call.setBoolean(9, lists.inOrder());
      call.setObject(10, time(lists.lastSuccess()));
      call.setObject(11, time(report.lastRescan()));
      call.setLong(12, taken);
      try (ResultSet row = call.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("a function returned nothing");
        }
        FleetSchema.requireKnown(database.schema(), row.getInt(1), row.getInt(2));
        return new Answer(row.getBoolean(3), row.getLong(4));
      }
    }
  }

  private static @Nullable OffsetDateTime time(Optional<Instant> instant) {
    return instant.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  /** Returns what is known of the node, by key. */
  Map<String, ReportedState> known() throws SQLException {
    Map<String, ReportedState> known = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select target, plugin, version, digest, standing, attention, running, state from "
                + database.table("results")
                + " where node = ?")) {
      select.setString(1, StoredText.of(node));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ReportedState state =
              new ReportedState(
                  row.getString(1),
                  StoredText.read(row.getString(2)),
                  StoredText.read(row.getString(3)),
                  row.getString(4),
                  row.getString(5),
                  row.getBoolean(6),
                  row.getBoolean(7),
                  state(row.getString(8)));
          known.put(state.key(), state);
        }
      }
    }
    return known;
  }

  /** Returns what a stored state says; empty when that cannot be told here. */
  static Optional<IntegrityState> state(String stored) {
    try {
      return Optional.of(StoredState.read(stored));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes what has changed. */
  void write(NodeReport report) throws SQLException {
    List<ReportedState> changed = report.changed();
    try (PreparedStatement call =
        connection.prepareStatement(
            "select " + database.table("report_results") + "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      call.setString(1, StoredText.of(node));
      texts(call, 2, changed, ReportedState::key);
      texts(call, 3, changed, state -> StoredText.of(state.plugin()));
      texts(call, 4, changed, state -> StoredText.of(state.version()));
      texts(call, 5, changed, ReportedState::contentDigest);
      texts(call, 6, changed, ReportedState::standing);
      array(call, 7, "boolean", changed, ReportedState::needsAttention);
      array(call, 8, "boolean", changed, ReportedState::running);
      texts(call, 9, changed, state -> state.state().flatMap(StoredState::of).orElse(""));
      texts(call, 10, report.gone(), key -> key);
      call.executeQuery().close();
    }
  }

  private <T> void texts(
      PreparedStatement call, int parameter, Collection<T> all, Function<T, String> text)
      throws SQLException {
    array(call, parameter, "text", all, text::apply);
  }

  private <T> void array(
      PreparedStatement call, int at, String type, Collection<T> all, Function<T, Object> value)
      throws SQLException {
    call.setArray(at, connection.createArrayOf(type, all.stream().map(value).toArray()));
  }
}
