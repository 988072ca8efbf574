package dev.signet.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/** Says in an administrator's words why the database did not do something, and what helps. */
final class DatabaseFailure {
  private DatabaseFailure() {}

  /**
   * Returns the rest of a sentence.
   *
   * @param limit what the database had for it
   */
  static String explain(SQLException e, Duration limit) {
    String state = String.valueOf(e.getSQLState());
    String said = "the database says '" + firstLine(e) + "'";
    return switch (state) {
      case "42P01", "42883", "3F000" ->
          said + ". Have its owner make the schema with FleetSchema.migrate";
      case "SG001" ->
          said
              + ". Give this node another name, or have an administrator forget that one"
              + " (FleetNodes.forget)";
      case "SG003" -> said + ". Look what lies in its plugins folders";
      case "42501" ->
          said
              + ". Log in as a member of the role signet_node, or of signet_administrator to have"
              + " something forgotten";
      case "25006" ->
          said + ". It is a standby, or read-only: connect to the one that is written to";
      case "53100" -> said + ". Give its disk room";
      case "53300", "53400" -> said + ". Allow it more connections, or use fewer";
      case "57014", "55P03" ->
          String.format(
              Locale.ROOT,
              "it did not answer within %d ms. Look at its load and at what holds its locks",
              limit.toMillis());
      default -> byClass(state, said);
    };
  }

  private static String byClass(String state, String said) {
    if (state.startsWith("08") || state.startsWith("57P")) {
      return said + ". Look whether it runs, and whether this node reaches it";
    }
    if (state.startsWith("28") || state.startsWith("3D")) {
      return said + ". Correct the address, user or password of this node";
    }
    return said + " (SQLSTATE " + state + ")";
  }

  private static String firstLine(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
