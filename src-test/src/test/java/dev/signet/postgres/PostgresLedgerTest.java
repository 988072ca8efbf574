package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.policy.SigningLedgerContract;
import dev.signet.policy.VersionOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresLedgerTest extends SigningLedgerContract {
  private static final VersionOrder ORDER = VersionOrder.semantic();

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private Postgres.Database database;
  private PostgresLedger ledger;

  @BeforeEach
  void makeDatabase() throws Exception {
    database = POSTGRES.database();
    ledger = administrator("north");
  }

  private PostgresLedger administrator(String node) throws SQLException {
    return PostgresLedger.of(database.as("signet_administrator"), node);
  }

  private PostgresLedger node(String name) throws SQLException {
    return PostgresLedger.of(database.as("signet_node"), name);
  }

  @Override
  protected SigningLedger ledger() {
    return ledger;
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = database.owner().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  @Test
  void release_whenOneNodeHasRecordedIt_isKnownToAllOthers() throws Exception {
    PostgresLedger north = node("north");
    PostgresLedger south = node("south");
    record(north, "clock", "1.2.0", MONDAY);
    record(south, "clock", "1.1.0", TUESDAY);

    assertThat(north.find("clock").orElseThrow().highestVersion()).isEqualTo("1.2.0");
    assertThat(south.find("clock")).isEqualTo(north.find("clock"));
    assertThat(south.entries()).isEqualTo(north.entries());
  }

  @Test
  void instant_whenOneNodesClockIsAhead_holdsNoOtherNodeBack() throws Exception {
    record(node("ahead"), "clock", "1.2.0", TUESDAY);

    assertThat(node("ahead").latestInstant()).contains(TUESDAY);
    assertThat(node("right").latestInstant()).isEmpty();
    record(node("right"), "clock", "1.2.0", MONDAY);
    assertThat(node("right").latestInstant()).contains(MONDAY);
  }

  @Test
  void twoNodes_whenEachRecordsAtOnce_neverLoseAHighestVersionOrAFirstKey() throws Exception {
    int rounds = 40;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (String name : List.of("north", "south")) {
        PostgresLedger node = node(name);
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    String version = "1." + (name.equals("north") ? i : rounds - i) + ".0";
                    together.await();
                    node.record(
                        List.of(release("p" + i, version), release("shared", version)),
                        MONDAY,
                        ORDER);
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(ledger.find("shared").orElseThrow().highestVersion())
        .isEqualTo("1." + rounds + ".0");
    for (int i = 0; i < rounds; i++) {
      LedgerEntry entry = ledger.find("p" + i).orElseThrow();
      assertThat(entry.highestVersion()).isEqualTo("1." + Math.max(i, rounds - i) + ".0");
      assertThat(entry.keys()).containsExactly(KEY);
    }
  }

  @Test
  void releaseByAnotherKey_whenTwoNodesSeeDifferentOnesFirst_isKnownOfOnlyOne() throws Exception {
    node("north").record(List.of(release("clock", "1.0.0")), MONDAY, ORDER);
    node("south")
        .record(
            List.of(new SignedRelease("clock", "9.0.0", OTHER_KEY, OTHER_FILES)), MONDAY, ORDER);

    LedgerEntry entry = ledger.find("clock").orElseThrow();
    assertThat(entry.keys()).containsExactly(KEY);
    assertThat(entry.highestVersion()).isEqualTo("1.0.0");
  }

  @Test
  void timesAlone_areWrittenOnceAnHour() throws Exception {
    for (int minute = 0; minute < 180; minute += 10) {
      record(ledger, "clock", "1.0.0", MONDAY.plus(Duration.ofMinutes(minute)));
    }

    assertThat(ask("select count(*) from signet.ledger")).isEqualTo("3");
    assertThat(ask("select count(*) from signet.instants")).isEqualTo("3");
  }

  @Test
  void row_tellsWhoWroteItWhenAndWhy() throws Exception {
    record(node("north"), "clock", "1.0.0", MONDAY);
    node("north").confirm(new SignedRelease("clock", "1.1.0", OTHER_KEY, OTHER_FILES), ORDER);
    administrator("desk").forget("clock");

    assertThat(
            ask(
                "select string_agg(revision || ' ' || kind || ' ' || node || ' ' || written_by,"
                    + " ', ' order by revision) from signet.ledger"))
        .isEqualTo(
            "1 recorded north NAME_signet_node, 2 confirmed north NAME_signet_node,"
                    .replace("NAME", database.name())
                + " 3 forgotten desk "
                + database.name()
                + "_signet_administrator");
    assertThat(ask("select bool_and(written_at > now() - interval '1 hour') from signet.ledger"))
        .isEqualTo("t");
  }

  @Test
  void node_cannotForgetOrReset() throws Exception {
    PostgresLedger node = node("north");
    record(node, "clock", "2.0.0", TUESDAY);

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> node.forget("clock"))
        .withMessageStartingWith("The fleet's ledger cannot forget a plugin: the database says '")
        .withMessageContaining("signet_administrator");
    assertThatExceptionOfType(LedgerException.class).isThrownBy(node::forgetInstant);
    assertThatExceptionOfType(LedgerException.class).isThrownBy(node::reset);
    assertThat(node.find("clock").orElseThrow().highestVersion()).isEqualTo("2.0.0");
    assertThat(node.latestInstant()).contains(TUESDAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delete from signet.ledger",
        "update signet.ledger set highest_version = '0.0.1'",
        "truncate signet.ledger",
        "drop table signet.ledger",
        "update signet.schema_version set needs = 99",
        "delete from signet.instants",
        "update signet.instants set at = null",
        "alter table signet.ledger disable row level security",
        "create table signet.mine (x integer)",
        "insert into signet.ledger (plugin, revision, kind, node) values ('clock', 2, 'forgotten',"
            + " 'x')",
        // Later than the next one would hide what comes next.
        "insert into signet.ledger select plugin, 99, kind, first_version, first_at,"
            + " highest_version, key_id, last_at, keys, release_versions, release_digests, node"
            + " from signet.ledger",
        "insert into signet.ledger select plugin, 0, kind, first_version, first_at,"
            + " highest_version, key_id, last_at, keys, release_versions, release_digests, node"
            + " from signet.ledger",
        "insert into signet.instants (node, revision, at) values ('north', 2, null)",
      })
  void node_whenItSpeaksSqlItself_changesAndHidesNothing(String sql) throws Exception {
    record(node("north"), "clock", "2.0.0", TUESDAY);
    LedgerEntry before = ledger.find("clock").orElseThrow();

    DataSource node = database.as("signet_node");
    assertThatThrownBy(() -> Postgres.execute(node, sql)).isInstanceOf(SQLException.class);

    assertThat(ledger.find("clock")).contains(before);
    assertThat(node("north").latestInstant()).contains(TUESDAY);
  }

  @Test
  void node_whenItSaysWhoWrote_isNotBelieved() throws Exception {
    record(node("north"), "clock", "2.0.0", TUESDAY);
    Postgres.execute(
        database.as("signet_node"),
        "insert into signet.instants (node, revision, at, written_by, written_at) values"
            + " ('south', 1, '2026-01-01', 'postgres', '1999-01-01')");

    assertThat(ask("select written_by from signet.instants where node = 'south'"))
        .isEqualTo(database.name() + "_signet_node");
    assertThat(ask("select written_at > '2026-01-01' from signet.instants where node = 'south'"))
        .isEqualTo("t");
  }

  @Test
  void ledger_whenTheSchemaIsMissing_saysHowToMakeIt() throws Exception {
    PostgresLedger other = ledger.inSchema("elsewhere");

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> other.find("clock"))
        .withMessageContaining("elsewhere", "FleetSchema.migrate");
    FleetSchema.migrate(database.owner(), "elsewhere");
    assertThat(other.find("clock")).isEmpty();
    record(other, "clock", "1.0.0", MONDAY);
    assertThat(ledger.find("clock")).as("another schema's").isEmpty();
  }

  @Test
  void ledger_whenTheSchemaIsNewerThanTheNode_saysSo() throws Exception {
    Postgres.execute(database.owner(), "update signet.schema_version set made_by = 7");
    record(ledger, "clock", "1.0.0", MONDAY);
    Postgres.execute(database.owner(), "update signet.schema_version set needs = 7");

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> ledger.find("clock"))
        .withMessage(
            "The fleet's ledger cannot be read: its schema 'signet' is of version 7, and this"
                + " library knows up to 2. Update the library on this node.");
  }

  @Test
  void ledger_whenTheDatabaseIsReadOnly_stillReads() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    Postgres.execute(
        database.owner(),
        "alter database " + database.name() + " set default_transaction_read_only = on");

    assertThat(ledger.find("clock")).isPresent();
    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> record(ledger, "clock", "2.0.0", TUESDAY))
        .withMessageContaining("read-only: connect to the one that is written to");
  }

  @Test
  void ledger_whenSomebodyHoldsItsLocks_givesUpInTimeAndSaysWhy() throws Exception {
    try (Connection holder = database.owner().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table signet.ledger in access exclusive mode");

      assertThatExceptionOfType(LedgerException.class)
          .isThrownBy(() -> ledger.within(Duration.ofMillis(200)).find("clock"))
          .withMessageContaining("did not answer within 200 ms", "what holds its locks");
    }
    assertThat(ledger.find("clock")).isEmpty();
  }

  @Test
  void ledger_whenTheDatabaseIsAway_saysSoAndWorksAgainLater() throws Exception {
    PGSimpleDataSource source = (PGSimpleDataSource) database.as("signet_node");
    int[] right = source.getPortNumbers();
    source.setPortNumbers(new int[] {1});
    PostgresLedger node = PostgresLedger.of(source, "north");

    assertThatThrownBy(() -> node.find("clock"))
        .hasMessageContaining("whether this node reaches it");
    source.setPortNumbers(right);
    assertThat(node.find("clock")).isEmpty();
  }

  @Test
  void ledger_whenARowIsNoLedgers_throwsInsteadOfAnswering() throws Exception {
    record(ledger, "clock", "1.0.0", MONDAY);
    Postgres.execute(database.owner(), "update signet.ledger set key_id = 'none'");

    assertThatExceptionOfType(LedgerException.class)
        .isThrownBy(() -> ledger.find("clock"))
        .withMessageContaining("a row holds what no ledger has written");
  }

  @Test
  void ledger_whenItsSettingsMakeNoSense_cannotBeMade() throws Exception {
    DataSource owner = database.owner();
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.inSchema("a.b"));
    assertThatIllegalArgumentException().isThrownBy(() -> PostgresLedger.of(owner, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PostgresLedger.of(owner, "n".repeat(201)));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.within(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.within(Duration.ofDays(1)));
  }
}
