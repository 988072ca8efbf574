package dev.signet.postgres;

import java.sql.SQLException;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The tables of a fleet, in a schema of their own. They are made and brought up to date by an owner
 * who is no node: a login that may create schemas and roles. Nodes log in with members of the role
 * {@code signet_node}, which may read and add; administrators with members of {@code
 * signet_administrator}, which may have something forgotten, too. Nobody but the owner changes or
 * deletes a row.
 *
 * <p>Needs Flyway ({@code org.flywaydb:flyway-database-postgresql}), which nodes do without.
 */
public final class FleetSchema {
  /** The name that is used when none is given. */
  public static final String DEFAULT_NAME = "signet";

  /** What this library makes and works with. */
  static final int VERSION = 2;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private FleetSchema() {}

  /** Makes the schema {@link #DEFAULT_NAME}, or brings it up to date; see {@link #migrate}. */
  public static void migrate(DataSource owner) {
    migrate(owner, DEFAULT_NAME);
  }

  /**
   * Makes a schema, or brings it up to date; does nothing when it is. Several may do so at once.
   *
   * @param owner connects as whoever is to own it
   * @param schema its name: a lower-case letter, then up to 62 letters, digits and underscores
   * @throws IllegalArgumentException when the name is another
   * @throws org.flywaydb.core.api.FlywayException when the database refuses, or holds something
   *     else under that name
   */
  public static void migrate(DataSource owner, String schema) {
    Flyway.configure()
        .dataSource(Objects.requireNonNull(owner, "owner"))
        .schemas(requireName(schema))
        .locations("classpath:dev/signet/postgres")
        .load()
        .migrate();
  }

  /**
   * Checks a schema's name.
   *
   * @throws IllegalArgumentException when it would have to be quoted
   */
  static String requireName(String schema) {
    if (!NAME.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          "schema: '"
              + schema
              + "' must be a lower-case letter, then up to 62 lower-case letters, digits and"
              + " underscores");
    }
    return schema;
  }

  /**
   * Sees that this library may work with a schema, by what that says of itself.
   *
   * @param needs the oldest version of this library's schema that may
   * @param madeBy the version that it is of
   */
  static void requireKnown(String schema, int needs, int madeBy) throws UnknownException {
    if (needs > VERSION) {
      throw new UnknownException(
          "its schema '"
              + schema
              + "' is of version "
              + madeBy
              + ", and this library knows up to "
              + VERSION
              + ". Update the library on this node");
    }
  }

  /** A schema that this library does not know; says why, and what to do. */
  static final class UnknownException extends SQLException {
    private static final long serialVersionUID = 1;

    UnknownException(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
