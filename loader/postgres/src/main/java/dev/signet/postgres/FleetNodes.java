package dev.signet.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the nodes of a fleet have reported, for people to see: an administrators' page above all.
 * Each method asks the database, within the limits of the ledger it was made of. Whatever a node
 * calls itself or its plugins is returned as it is, unescaped.
 */
public final class FleetNodes {
  private static final String READ = "What the fleet's nodes have reported cannot be read";
  private static final int MOST_ROWS = 1_000;

  private final FleetDatabase database;

  private FleetNodes(FleetDatabase database) {
    this.database = database;
  }

  /**
   * Returns the nodes of the fleet that has this ledger.
   *
   * @param shared names database, schema and limit
   */
  public static FleetNodes of(PostgresLedger shared) {
    return new FleetNodes(Objects.requireNonNull(shared, "shared").database());
  }

  /**
   * Some of many.
   *
   * @param rows these
   * @param total how many there are
   */
  public record Page<T>(List<T> rows, long total) {
    /** Copies the list. */
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /**
   * What to look for: texts that occur in names, in whatever case; an empty one leaves nothing out.
   *
   * @param node in a node's name
   * @param plugin in the name of a plugin
   * @param needingAttention only what somebody should look at
   */
  public record Filter(String node, String plugin, boolean needingAttention) {
    /** Leaves nothing out. */
    public static final Filter ALL = new Filter("", "", false);

    /** Checks that nothing is null. */
    public Filter {
      Objects.requireNonNull(node, "node");
      Objects.requireNonNull(plugin, "plugin");
    }
  }

  /**
   * Which of many.
   *
   * @param first how many to pass over, from 0 on
   * @param count how many at most, 1 to 1,000
   */
  public record Part(int first, int count) {
    /** Checks the bounds. */
    public Part {
      if (first < 0 || count < 1 || count > MOST_ROWS) {
        throw new IllegalArgumentException(
            "first must be 0 or more, count 1 to " + MOST_ROWS + ", not " + first + ", " + count);
      }
    }
  }

  /**
   * Returns nodes compared with each other, and releases with the nodes that have them. Of the
   * nodes, those that {@link #nodes} returns; of the releases, those that a fitting node has. What
   * is usual, and how many nodes have a release, is told of all nodes. Whatever the size of the
   * fleet, these are four questions to the database.
   *
   * @throws FleetException when the database does not answer
   */
  public FleetOverview overview(Filter filter, Part nodes, Part releases) throws FleetException {
    return read(asked -> new OverviewQueries(asked).overview(filter, nodes, releases));
  }

  /**
   * Returns the node of exactly this name, compared with the others.
   *
   * @throws FleetException when the database does not answer
   */
  public Optional<FleetOverview.Node> node(String name) throws FleetException {
    return read(
        asked -> new OverviewQueries(asked).compared(asked.node(name)).stream().findFirst());
  }

  /**
   * Returns what the node of exactly this name has, by plugin.
   *
   * @throws FleetException when the database does not answer
   */
  public Page<NodeResult> resultsOf(String node, Part part) throws FleetException {
    return read(asked -> asked.results(node, part));
  }

  /**
   * Returns nodes by name: of those that the filter names the ones that have such a plugin.
   *
   * @param first how many to pass over, from 0 on
   * @param count how many at most, 1 to 1,000
   * @throws IllegalArgumentException when a number is another
   * @throws FleetException when the database does not answer
   */
  public Page<FleetNode> nodes(Filter filter, int first, int count) throws FleetException {
    Part part = new Part(first, count);
    return read(asked -> asked.nodes(filter, part.first(), part.count()));
  }

  /**
   * Returns results by plugin, then by node.
   *
   * @param first how many to pass over, from 0 on
   * @param count how many at most, 1 to 1,000
   * @throws IllegalArgumentException when a number is another
   * @throws FleetException when the database does not answer
   */
  public Page<NodeResult> results(Filter filter, int first, int count) throws FleetException {
    Part part = new Part(first, count);
    return read(asked -> asked.results(filter, part.first(), part.count()));
  }

  /**
   * Returns what a node has reported of one target.
   *
   * @param node the node's name
   * @param key the target's {@link NodeResult#key}
   * @throws FleetException when the database does not answer
   */
  public Optional<NodeResult> find(String node, String key) throws FleetException {
    return read(asked -> asked.find(node, key));
  }

  /**
   * Returns what a node has reported differently than before, the latest first; of each node the
   * latest thousand changes are kept.
   *
   * @param node the node's name
   * @param count how many at most, 1 to 1,000
   * @throws IllegalArgumentException when that is another
   * @throws FleetException when the database does not answer
   */
  public List<NodeChange> changes(String node, int count) throws FleetException {
    Part part = new Part(0, count);
    return read(asked -> asked.changes(node, part.count()));
  }

  private interface Question<T> {
    T askedBy(NodeQueries queries) throws SQLException;
  }

  private <T> T read(Question<T> question) throws FleetException {
    return database.transact(
        READ, connection -> question.askedBy(new NodeQueries(connection, database)));
  }

  /**
   * Forgets a node that is gone, with all its results. Who had it forgotten is recorded. One that
   * still lives is there again within its interval. Needs a login that is a member of {@code
   * signet_administrator}.
   *
   * @return whether there was such a node
   * @throws FleetException when the database does not answer, or refuses
   */
  public boolean forget(String node) throws FleetException {
    return database.transact(
        "Node '" + node + "' cannot be forgotten",
        connection -> new NodeQueries(connection, database).forget(node));
  }

  /**
   * Asks every node to read everything again. Each does so once, within its interval; one that is
   * away when it is back. Asked again within a minute it stays the same request.
   *
   * @throws FleetException when the database does not answer
   */
  public void requestRescan() throws FleetException {
    database.transact(
        "The fleet's nodes cannot be asked to read everything again",
        connection -> new NodeQueries(connection, database).requestRescan());
  }
}
