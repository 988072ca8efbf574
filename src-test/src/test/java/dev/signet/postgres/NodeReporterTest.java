package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.policy.Decision;
import dev.signet.report.IntegrityState;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

class NodeReporterTest {
  private static final Duration NEVER = Duration.ofHours(1);

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private Postgres.Database database;
  private PGSimpleDataSource source;
  private PostgresLedger shared;
  private FleetNodes nodes;
  private NodeReporter reporter;

  @BeforeEach
  void makeReporter() throws Exception {
    database = POSTGRES.database();
    source = (PGSimpleDataSource) database.as("signet_node");
    shared = PostgresLedger.of(source, "north");
    nodes = FleetNodes.of(PostgresLedger.of(database.as("signet_node"), "reader"));
    reporter = NodeReporter.of(shared).every(NEVER);
  }

  @AfterEach
  void close() {
    reporter.close();
  }

  private String standing() throws Exception {
    return nodes.results(FleetNodes.Filter.ALL, 0, 10).rows().stream()
        .map(NodeResult::standing)
        .findFirst()
        .orElse("none");
  }

  private static void await(Semaphore asked) throws InterruptedException {
    assertThat(asked.tryAcquire(1, TimeUnit.MINUTES)).as("a report is asked for").isTrue();
  }

  @Test
  void change_whenAListenerIsTold_isReportedBeforeTheIntervalIsOver() throws Exception {
    List<IntegrityState> now = new CopyOnWriteArrayList<>(List.of(found("clock")));
    Semaphore asked = new Semaphore(0);
    reporter.start(
        () -> {
          asked.release();
          return report(now.get(0));
        },
        () -> {});
    await(asked);

    now.set(0, found("clock", changed("a")));
    reporter.resultChanged(Optional.empty(), now.get(0));
    await(asked);
    reporter.scanFailed(now.get(0));
    await(asked);
    Decision decision = now.get(0).result().orElseThrow().decision();
    reporter.decisionChanged("clock", decision, decision);
    await(asked);

    reporter.close();
    assertThat(standing()).isEqualTo("modified");
  }

  @Test
  void host_whenTheDatabaseIsAway_goesOnAndReportsLater() throws Exception {
    int[] right = source.getPortNumbers();
    source.setPortNumbers(new int[] {1});
    reporter.start(() -> report(found("clock")), () -> {});
    reporter.close();
    assertThat(reporter.awaySince()).isPresent();
    assertThat(standing()).isEqualTo("none");

    source.setPortNumbers(right);
    NodeReporter next = NodeReporter.of(shared);
    next.start(() -> report(found("clock")), () -> {});
    next.close();
    assertThat(next.awaySince()).isEmpty();
    assertThat(standing()).isEqualTo("verified");
  }

  @Test
  void reporter_whenSomebodyHoldsItsLocks_endsInTime() throws Exception {
    reporter = NodeReporter.of(shared.within(Duration.ofMillis(200)));
    try (Connection holder = database.owner().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table signet.nodes in access exclusive mode");

      reporter.start(() -> report(found("clock")), () -> {});
      reporter.close();
      assertThat(reporter.awaySince()).isPresent();
    }
    assertThat(standing()).isEqualTo("none");
  }

  @Test
  void rescan_whenAskedOfAllNodes_isSetGoing() throws Exception {
    new NodeRounds(shared.database(), "north").tell(report());
    nodes.requestRescan();
    CountDownLatch asked = new CountDownLatch(1);

    reporter.start(() -> report(found("clock")), asked::countDown);

    assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void rescan_whenAskedOfNodesThatListen_isSetGoingBeforeTheIntervalIsOver() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    reporter = reporter.listening();
    reporter.start(() -> report(found("clock")), asked::countDown);
    Listening.await(database.owner());

    nodes.requestRescan();

    assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
    reporter.close();
    assertThat(Listening.pids(database.owner())).isEmpty();
  }

  @Test
  void reporter_whenAReportFails_goesOnWithTheNext() throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    reporter.start(
        () -> {
          asked.countDown();
          if (asked.getCount() > 0) {
            throw new IllegalStateException("a defect of the host");
          }
          return report(found("clock"));
        },
        () -> {});
    reporter.scanFailed(found("clock"));

    assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
    reporter.close();
    assertThat(standing()).isEqualTo("verified");
  }

  @Test
  void reporter_whenStartedTwiceOrTooOften_refuses() {
    reporter.start(() -> report(), () -> {});
    assertThatIllegalStateException().isThrownBy(() -> reporter.start(() -> report(), () -> {}));
    NodeReporter closed = NodeReporter.of(shared);
    closed.close();
    assertThatIllegalStateException().isThrownBy(() -> closed.start(() -> report(), () -> {}));
    assertThatIllegalArgumentException().isThrownBy(() -> reporter.every(Duration.ofMillis(999)));
    assertThatIllegalArgumentException().isThrownBy(() -> reporter.every(Duration.ofHours(2)));
  }
}
