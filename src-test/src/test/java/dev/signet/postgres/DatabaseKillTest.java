package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import dev.signet.report.IntegrityState;
import dev.signet.testkit.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that dies as by a power cut, over and over, while nodes admit and report. */
@Tag("kill")
class DatabaseKillTest {
  private static final int NODES = 3;
  private static final int KILLS = Thorough.times(50, 3);
  private static final int RECORDS_BETWEEN = 30;

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // the test sets it
  private Postgres.Server server;

  private final Queue<String> recorded = new ConcurrentLinkedQueue<>();
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();
  private final Semaphore progress = new Semaphore(0);
  private final AtomicInteger longestMillis = new AtomicInteger();
  private volatile boolean over;

  @Test
  void ledgerAndResults_whenTheDatabaseIsKilledMeanwhile_loseNothing() throws Exception {
    try (Postgres.Server started = Postgres.Server.start(folder.resolve("data"))) {
      server = started;
      Postgres.execute(
          server.as("postgres"), "create role north login; grant signet_node to north");
      ExecutorService threads = Executors.newFixedThreadPool(NODES);
      List<Future<NodeRounds>> running = new ArrayList<>();
      try {
        for (int i = 0; i < NODES; i++) {
          String name = "node" + i;
          running.add(threads.submit(() -> admitAndReport(name)));
        }
        for (int i = 0; i < KILLS; i++) {
          assertThat(progress.tryAcquire(RECORDS_BETWEEN, 2, TimeUnit.MINUTES))
              .as("nodes go on after kill %d", i)
              .isTrue();
          server.kill();
          server.restart();
        }
        over = true;
        for (int i = 0; i < NODES; i++) {
          NodeRounds rounds = running.get(i).get(1, TimeUnit.MINUTES);
          rounds.tell(report(state(0)));
        }
      } finally {
        over = true;
        threads.shutdownNow();
      }
      assertNothingIsLost();
    }
  }

  private void assertNothingIsLost() throws Exception {
    PostgresLedger ledger = ledger("reader");
    assertThat(recorded).hasSizeGreaterThanOrEqualTo(KILLS * RECORDS_BETWEEN);
    assertThat(ledger.entries().stream().map(LedgerEntry::id)).containsAll(recorded);
    assertThat(
            FleetNodes.of(ledger).results(FleetNodes.Filter.ALL, 0, 10).rows().stream()
                .map(NodeResult::standing))
        .containsExactly("verified", "verified", "verified");
    assertThat(refusals).as("what nodes were told while it was away").isNotEmpty();
    assertThat(refusals).allSatisfy(each -> assertThat(each).contains(" cannot ", ": "));
    assertThat(Duration.ofMillis(longestMillis.get())).isLessThan(Duration.ofSeconds(30));
  }

  private PostgresLedger ledger(String node) {
    return PostgresLedger.of(server.as("north"), node);
  }

  /** Takes for recorded only what it was told is recorded. */
  private NodeRounds admitAndReport(String node) {
    PostgresLedger ledger = ledger(node);
    NodeRounds rounds = new NodeRounds(ledger.database(), node);
    for (int i = 1; !over; i++) {
      String id = node + "-" + i;
      long start = System.nanoTime();
      try {
        ledger.record(
            List.of(new SignedRelease(id, "1.0.0", "ab".repeat(32), "12".repeat(64))),
            Instant.EPOCH,
            VersionOrder.semantic());
        recorded.add(id);
        progress.release();
        rounds.tell(report(state(i)));
      } catch (LedgerException | FleetException e) {
        refusals.add(String.valueOf(e.getMessage()));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      int millis = (int) Duration.ofNanos(System.nanoTime() - start).toMillis();
      longestMillis.accumulateAndGet(millis, Math::max);
    }
    return rounds;
  }

  private static IntegrityState state(int number) {
    return number % 2 == 0 ? found("clock") : found("clock", changed("a"));
  }
}
