package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A fleet of 300 nodes with 100 plugins each, at its real pace, on one database as it is installed:
 * no pool, a hundred connections, everything forced to disk. Prints the figures of {@code
 * docs/fleet.md}.
 */
class FleetScaleTest {
  private static final int NODES = 300;
  private static final int PLUGINS = 100;
  private static final Duration PROMISED = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Node> fleet = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // the test sets it
  private CountedSource source;

  @SuppressWarnings("NullAway.Init") // the test sets it
  private FleetNodes nodes;

  @SuppressWarnings("NullAway.Init") // the test sets it
  private DataSource owner;

  @SuppressWarnings("NullAway.Init") // the test sets it
  private CountDownLatch rescans;

  /** A node without a host. */
  private static final class Node {
    private final NodeReporter reporter;
    private final IntegrityState[] states;
    private volatile IntegrityReport now;

    Node(NodeReporter reporter) {
      this.reporter = reporter;
      this.states =
          IntStream.range(0, PLUGINS)
              .mapToObj(i -> found("plugin-" + i).withRunning(true))
              .toArray(IntegrityState[]::new);
      this.now = report(states);
    }

    void modify() {
      Optional<IntegrityResult> before = states[7].result();
      states[7] = found("plugin-7", changed("lib/a.jar")).withRunning(true);
      now = report(states);
      reporter.resultChanged(before, states[7]);
    }
  }

  @Test
  @Tag("slow")
  void fleet_whenItHas300NodesWith100Plugins_keepsToWhatIsPromised() throws Exception {
    try (Postgres postgres =
        Postgres.start(
            Postgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100"))) {
      Postgres.Database database = postgres.database();
      source = new CountedSource(database.as("signet_node"));
      owner = database.owner();
      nodes = FleetNodes.of(PostgresLedger.of(database.as("signet_node"), "page"));
      for (int i = 0; i < NODES; i++) {
        String name = String.format(Locale.ROOT, "node-%03d", i);
        fleet.add(new Node(NodeReporter.of(PostgresLedger.of(source.source(), name))));
      }
      try {
        measure();
      } finally {
        fleet.parallelStream().forEach(node -> node.reporter.close());
      }
    }
  }

  private void measure() throws Exception {
    rescans = new CountDownLatch(NODES);
    Duration start = untilSeen("true", NODES * PLUGINS, this::startAll);
    System.out.printf(Locale.ROOT, "Start of all at once: %.1f s%n", seconds(start));

    // Until also those that came late have come again.
    TimeUnit.SECONDS.sleep(30);
    source.forgetCount();
    long transactions =
        number("select xact_commit from pg_stat_database where datname = current_database()");
    TimeUnit.SECONDS.sleep(60);
    double perSecond = source.count() / 60.0;
    System.out.printf(
        Locale.ROOT,
        "Steady state: %.1f statements a second; %d transactions in 60 s%n",
        perSecond,
        number("select xact_commit from pg_stat_database where datname = current_database()")
            - transactions);

    long asked = System.nanoTime();
    nodes.requestRescan();
    boolean all = rescans.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    Duration rescan = Duration.ofNanos(System.nanoTime() - asked);
    System.out.printf(Locale.ROOT, "Request seen on all nodes: %.1f s%n", seconds(rescan));

    Duration change = untilSeen("attention", NODES, () -> fleet.forEach(Node::modify));
    System.out.printf(Locale.ROOT, "Change on all nodes seen: %.1f s%n", seconds(change));
    System.out.printf(
        Locale.ROOT,
        "A page of nodes: %d ms, of results: %d ms; %d kB%n",
        millis(() -> nodes.nodes(FleetNodes.Filter.ALL, 0, 50)),
        millis(() -> nodes.results(new FleetNodes.Filter("", "plugin-7", true), 0, 50)),
        number("select pg_database_size(current_database()) / 1024"));

    assertThat(all).isTrue();
    assertThat(perSecond).isLessThan(50);
    assertThat(rescan).isLessThan(PROMISED);
    assertThat(change).isLessThan(PROMISED);
  }

  private void startAll() {
    fleet.forEach(node -> node.reporter.start(() -> node.now, rescans::countDown));
  }

  private Duration untilSeen(String which, int count, Runnable what) throws Exception {
    long start = System.nanoTime();
    what.run();
    while (number("select count(*) from signet.results where " + which) < count) {
      assertThat(System.nanoTime() - start).isLessThan(PATIENCE.toNanos());
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private interface Question {
    Object ask() throws FleetException;
  }

  private static long millis(Question question) throws FleetException {
    question.ask();
    long start = System.nanoTime();
    question.ask();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  /** Also when the nodes have all connections but those kept for the owner. */
  private long number(String sql) throws SQLException {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
