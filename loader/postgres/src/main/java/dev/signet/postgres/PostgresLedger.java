package dev.signet.postgres;

import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.VersionOrder;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A ledger that the nodes of a fleet share, in PostgreSQL 14 or later: what one has recorded, all
 * the others know. Nothing is overwritten: what is recorded, confirmed or forgotten is a further
 * row, with who wrote it and when. {@link FleetSchema} makes the tables.
 *
 * <p>The latest instant is each node's own, by its name: a node whose clock is ahead keeps no other
 * from admitting anything. Instants are kept to the microsecond.
 *
 * <p>While the database does not answer, each method throws within twice the limit, once there is a
 * connection; how long one is waited for is the data source's to bound ({@code connectTimeout},
 * {@code loginTimeout} and {@code socketTimeout} of PostgreSQL's driver, {@code connectionTimeout}
 * of a pool). {@link #forget}, {@link #forgetInstant} and {@link #reset} need a login that is a
 * member of {@code signet_administrator}.
 */
public final class PostgresLedger implements SigningLedger {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int MOST_CHARS = 200;

  private final FleetDatabase database;
  private final String node;

  private PostgresLedger(FleetDatabase database, String node) {
    this.database = database;
    this.node = node;
  }

  /**
   * Returns the ledger in the schema {@link FleetSchema#DEFAULT_NAME}, of a node that waits up to
   * five seconds for an answer. Nothing is asked yet.
   *
   * @param nodes connects as a member of {@code signet_node}; a pool is of use, and not needed
   * @param node this node's name, 1 to 200 characters: the same at each start, and no other's
   * @throws IllegalArgumentException when the name is empty or too long
   */
  public static PostgresLedger of(DataSource nodes, String node) {
    if (node.isEmpty() || node.length() > MOST_CHARS) {
      throw new IllegalArgumentException("node: must have 1 to " + MOST_CHARS + " characters");
    }
    return new PostgresLedger(
        new FleetDatabase(Objects.requireNonNull(nodes, "nodes"), FleetSchema.DEFAULT_NAME, LIMIT),
        node);
  }

  /**
   * Returns the ledger of a node that opens a connection whenever it asks something, for want of a
   * pool, and waits up to five seconds for each.
   *
   * @param url as {@code jdbc:postgresql://host/database}, with parameters of the driver
   * @param user the login; empty for what the address says
   * @param passwordFile holds the password, in its first line; looked into for each connection
   * @param node this node's name, see {@link #of}
   * @throws IllegalArgumentException when the address is none of PostgreSQL's, or the name is empty
   *     or too long
   */
  public static PostgresLedger connect(
      String url, Optional<String> user, Optional<Path> passwordFile, String node) {
    return of(OwnConnections.of(url, user, passwordFile), node);
  }

  /**
   * Returns this ledger in another schema.
   *
   * @throws IllegalArgumentException when that is no name for {@link FleetSchema#migrate}
   */
  public PostgresLedger inSchema(String schema) {
    return new PostgresLedger(database.inSchema(FleetSchema.requireName(schema)), node);
  }

  /**
   * Returns this ledger with another limit for each statement.
   *
   * @param limit a millisecond to ten minutes
   * @throws IllegalArgumentException when it is another
   */
  public PostgresLedger within(Duration limit) {
    if (limit.toMillis() < 1 || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("limit: " + limit + " is not from PT0.001S to " + LONGEST);
    }
    return new PostgresLedger(database.within(limit), node);
  }

  @Override
  public Optional<LedgerEntry> find(String id) throws LedgerException {
    return transact("be read", changes -> changes.rows().latest(List.of(id))).values().stream()
        .flatMap(row -> row.entry().stream())
        .findFirst();
  }

  @Override
  public List<LedgerEntry> entries() throws LedgerException {
    return transact("be read", changes -> changes.rows().all()).values().stream()
        .flatMap(row -> row.entry().stream())
        .sorted(Comparator.comparing(LedgerEntry::id))
        .toList();
  }

  @Override
  public Optional<Instant> latestInstant() throws LedgerException {
    return transact("be read", changes -> changes.instants().latest(node))
        .flatMap(InstantRows.Row::at);
  }

  @Override
  public void record(List<SignedRelease> releases, Instant at, VersionOrder order)
      throws LedgerException {
    transact("take note of a release", changes -> changes.record(releases, at, order));
  }

  @Override
  public boolean confirm(SignedRelease release, VersionOrder order) throws LedgerException {
    return transact("take note of a confirmation", changes -> changes.confirm(release, order));
  }

  @Override
  public boolean forget(String id) throws LedgerException {
    return transact("forget a plugin", changes -> changes.forget(List.of(id)));
  }

  @Override
  public void forgetInstant() throws LedgerException {
    transact("forget an instant", changes -> changes.forgetInstants(List.of(node)));
  }

  /**
   * Forgets all plugins, and the instants of all nodes; every row stays, for whoever looks later.
   */
  @Override
  public void reset() throws LedgerException {
    transact(
        "be reset",
        changes -> {
          changes.forget(changes.rows().all().keySet());
          return changes.forgetInstants(changes.instants().nodes());
        });
  }

  /** Returns where it lies. */
  FleetDatabase database() {
    return database;
  }

  /** Returns whose it is. */
  String node() {
    return node;
  }

  private interface Work<T> {
    T with(LedgerChanges changes) throws SQLException;
  }

  /**
   * Does all of it, or nothing.
   *
   * @param what names it for people, as the rest of "The fleet's ledger cannot …"
   */
  private <T> T transact(String what, Work<T> work) throws LedgerException {
    try {
      return database.transact(
          "The fleet's ledger cannot " + what,
          connection ->
              work.with(
                  new LedgerChanges(
                      new LedgerRows(connection, database.table("ledger")),
                      new InstantRows(connection, database.table("instants")),
                      node)));
    } catch (FleetException e) {
      throw new LedgerException(String.valueOf(e.getMessage()), e);
    }
  }
}
