package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTrigger;
import dev.signet.testkit.Reports;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes write of themselves, and what the database keeps them from. */
class NodeRoundsTest {
  private static final IntegrityState CLOCK = found("clock");
  private static final IntegrityState DISK = found("disk");

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private Postgres.Database database;
  private CountedSource source;
  private FleetNodes nodes;
  private NodeRounds north;

  @BeforeEach
  void makeNodes() throws Exception {
    database = POSTGRES.database();
    source = new CountedSource(database.as("signet_node"));
    nodes = FleetNodes.of(PostgresLedger.of(database.as("signet_node"), "reader"));
    north = node("north");
  }

  /** A process that reports by this name. */
  private NodeRounds node(String name) {
    return new NodeRounds(PostgresLedger.of(source.source(), name).database(), name);
  }

  private FleetNode only() throws Exception {
    List<FleetNode> all = nodes.nodes(FleetNodes.Filter.ALL, 0, 10).rows();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  private NodeResult result(IntegrityState of) throws Exception {
    return nodes.find("north", of.target().key()).orElseThrow();
  }

  private static IntegrityState again(IntegrityState state, Instant at) {
    IntegrityResult result = state.result().orElseThrow();
    return Reports.state(
        IntegrityResult.of(state.target(), result.decision())
            .scanned(at, ScanTrigger.RESCAN)
            .build());
  }

  @Test
  void node_whenItReports_isSeenWithAllItSays() throws Exception {
    IntegrityReport report =
        report(
            CLOCK.withRunning(true), found("disk", changed("lib/a.jar")), failed("x.zip", "No."));
    north.tell(report);

    FleetNode node = only();
    assertThat(node.name()).isEqualTo("north");
    assertThat(node.engineVersion()).isEqualTo("1.2.3");
    assertThat(node.trustFingerprint()).isEqualTo(report.host().trustFingerprint());
    assertThat(node.policyDigest()).isEqualTo(report.host().policyDigest());
    assertThat(node.lists()).isEqualTo(report.lists());
    assertThat(node.targets()).isEqualTo(3);
    assertThat(node.needingAttention()).isEqualTo(2);
    NodeResult clock = result(CLOCK);
    assertThat(clock.running()).isTrue();
    assertThat(clock.state()).contains(CLOCK.withRunning(true));
    assertThat(clock.standing()).isEqualTo("verified");
    assertThat(result(DISK).state().orElseThrow().result().orElseThrow().findings()).hasSize(1);
  }

  @Test
  void results_whenTheyTellTheSame_costOneStatementAndWriteNothing() throws Exception {
    north.tell(report(CLOCK, DISK, failed("x.zip", "After 5 ms.")));
    NodeResult before = result(CLOCK);
    source.forgetCount();

    for (int i = 1; i <= 3; i++) {
      IntegrityState later = again(CLOCK, Reports.NOW.plusSeconds(i));
      north.tell(report(DISK, later, failed("x.zip", "After " + i + " ms.")));
    }

    assertThat(source.count()).isEqualTo(3);
    assertThat(result(CLOCK)).isEqualTo(before);
    assertThat(nodes.changes("north", 10)).hasSize(3);
  }

  @Test
  void results_whenANewProcessTellsTheSame_areNotWrittenAgain() throws Exception {
    north.tell(report(CLOCK.withRunning(true)));
    NodeResult before = result(CLOCK);

    node("north").tell(report(CLOCK.withRunning(true)));

    assertThat(result(CLOCK)).isEqualTo(before);
    assertThat(nodes.changes("north", 10)).hasSize(1);
  }

  @Test
  void result_whenItChanges_isWrittenWithItsTimeAndHistory() throws Exception {
    north.tell(report(CLOCK, DISK));
    Instant first = result(CLOCK).since();
    north.tell(report(found("clock", changed("a"))));
    north.tell(report(found("clock", changed("a")).withRunning(true)));

    assertThat(result(CLOCK).since()).isAfter(first);
    assertThat(nodes.find("north", DISK.target().key())).isEmpty();
    assertThat(nodes.changes("north", 10))
        .extracting(NodeChange::plugin, change -> change.standing().orElse("gone"))
        .containsExactly(
            tuple("clock", "modified"),
            tuple("clock", "modified"),
            tuple("disk", "gone"),
            tuple("disk", "verified"),
            tuple("clock", "verified"));
  }

  @Test
  void history_whenMuchChanges_isBounded() throws Exception {
    for (int round = 0; round < 3; round++) {
      boolean running = round % 2 == 0;
      IntegrityState[] states =
          IntStream.range(0, 450)
              .mapToObj(i -> found("p" + i).withRunning(running))
              .toArray(IntegrityState[]::new);
      north.tell(report(states));
    }

    assertThat(nodes.changes("north", 1_000)).hasSize(1_000);
    Postgres.execute(
        database.owner(),
        "do $$ begin if (select count(*) from signet.result_changes) <> 1000 then"
            + " raise exception 'more'; end if; end $$");
  }

  @Test
  void node_whenItHasMorePluginsThanAnyHost_isRefused() throws Exception {
    IntegrityState[] states =
        IntStream.range(0, 5_001).mapToObj(i -> found("p" + i)).toArray(IntegrityState[]::new);

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> north.tell(report(states)))
        .withMessageContaining("more than 5000 plugins")
        .withMessageContaining("Look what lies in its plugins folders");
    assertThat(only().targets()).isZero();
  }

  @Test
  void names_whenHostile_areKeptAsTheyAre() throws Exception {
    IntegrityState state = found(Reports.HOSTILE, changed(Reports.HOSTILE));
    node("n\u0000" + Reports.HOSTILE).tell(report(state));

    NodeResult result =
        nodes
            .results(new FleetNodes.Filter("\u0000", "<SCRIPT>", true), 0, 10)
            .rows()
            .iterator()
            .next();
    assertThat(result.node()).isEqualTo("n\u0000" + Reports.HOSTILE);
    assertThat(result.plugin()).isEqualTo(Reports.HOSTILE);
    assertThat(result.state()).contains(state);
  }

  @Test
  void result_whenTheDatabaseHoldsSomethingElse_isShownWithoutItsDetailsAndWrittenAnew()
      throws Exception {
    north.tell(report(CLOCK));
    Postgres.execute(database.owner(), "update signet.results set state = '{\"version\":1}'");
    assertThat(result(CLOCK).state()).isEmpty();
    assertThat(result(CLOCK).standing()).isEqualTo("verified");

    node("north").tell(report(CLOCK));
    assertThat(result(CLOCK).state()).contains(CLOCK);
  }

  @Test
  void node_whenAnotherLoginReportsIt_staysWhoseItIs() throws Exception {
    north.tell(report(CLOCK));
    PostgresLedger other = PostgresLedger.of(database.as("signet_node", "other"), "north");
    NodeRounds impostor = new NodeRounds(other.database(), "north");

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> impostor.tell(report()))
        .withMessageContaining("node 'north' is reported by login '" + only().login() + "'")
        .withMessageContaining("another name");
    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(
            () ->
                other
                    .database()
                    .transact(
                        "No",
                        connection -> {
                          NodeRows rows = new NodeRows(connection, other.database(), "north");
                          rows.write(NodeReport.after(rows.known(), report()));
                          return rows;
                        }))
        .withMessageContaining("is reported by login");
    assertThat(result(CLOCK).standing()).isEqualTo("verified");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update signet.nodes set last_seen = now()",
        "insert into signet.results values ('north', repeat('a', 32), 'a', '', '', '', false,"
            + " false, '', now())",
        "update signet.results set standing = 'verified'",
        "delete from signet.results",
        "delete from signet.result_changes",
        "insert into signet.rescan_requests default values",
        "delete from signet.forgotten_nodes",
        "select signet.lock_own_node('north')",
        "select signet.forget_node('north')"
      })
  void tables_whenANodeWritesPastTheFunctions_areRefused(String sql) throws Exception {
    north.tell(report(CLOCK));

    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> Postgres.execute(database.as("signet_node"), sql))
        .withMessageContaining("permission denied");
  }

  /** A login's own temporary tables are looked at first unless a function says otherwise. */
  @Test
  void functions_whenALoginHasTablesOfTheSameName_useTheFleets() throws Exception {
    north.tell(report(CLOCK));
    String mine = only().login();

    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                Postgres.execute(
                    database.as("signet_node", "other"),
                    "create temp table nodes as select * from signet.nodes; update nodes set login"
                        + " = session_user; grant all on nodes to public; select"
                        + " signet.report_results('north', '{}', '{}', '{}', '{}', '{}', '{}',"
                        + " '{}', '{}', (select array_agg(target) from signet.results))"))
        .withMessageContaining("is reported by login '" + mine + "'");
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                Postgres.execute(
                    database.as("signet_node"),
                    "create temp table instants as select 'north'::text as node, 6::bigint as"
                        + " revision; grant all on instants to public; insert into signet.instants"
                        + " (node, revision, at) values ('north', 7, now())"))
        .withMessageContaining("revision 7 of north is not the next one");
  }

  @Test
  void node_whenAnAdministratorHadItForgotten_isGoneAndReportsAnew() throws Exception {
    north.tell(report(CLOCK));
    node("south").tell(report(DISK));
    FleetNodes administrator =
        FleetNodes.of(PostgresLedger.of(database.as("signet_administrator"), "alice"));

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> nodes.forget("north"))
        .withMessageContaining("signet_administrator to have something forgotten");
    assertThat(administrator.forget("north")).isTrue();
    assertThat(administrator.forget("north")).isFalse();

    assertThat(only().name()).isEqualTo("south");
    assertThat(nodes.results(FleetNodes.Filter.ALL, 0, 10).rows())
        .extracting(NodeResult::plugin)
        .containsExactly("disk");
    Postgres.execute(
        database.owner(),
        "do $$ begin if not exists (select from signet.forgotten_nodes where node = 'north' and"
            + " forgotten_by like '%signet_administrator' and login like '%signet_node') then"
            + " raise exception 'not recorded'; end if; end $$");
    north.tell(report(CLOCK));
    assertThat(result(CLOCK).standing()).isEqualTo("verified");
  }

  @Test
  void rescan_whenAskedOfAllNodes_isTakenUpByEachOnce() throws Exception {
    NodeRounds south = node("south");
    assertThat(north.tell(report())).isFalse();
    assertThat(south.tell(report())).isFalse();

    nodes.requestRescan();
    nodes.requestRescan();
    assertThat(north.tell(report())).isTrue();
    assertThat(north.tell(report())).isFalse();
    assertThat(node("north").tell(report())).as("after a restart").isFalse();
    assertThat(node("south").tell(report())).as("killed and started since").isTrue();
    assertThat(node("east").tell(report())).as("one that came later").isFalse();
  }

  @Test
  void node_whenTheSchemaIsOlderThanThis_isToldWhatToDo() throws Exception {
    Postgres.execute(database.owner(), "drop function signet.report_node");

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> north.tell(report()))
        .withMessageStartingWith("This node cannot be reported to its fleet: the database says")
        .withMessageContaining("make the schema with FleetSchema.migrate");
  }

  @Test
  void node_whenTheSchemaIsNewerThanThis_isToldWhatToDo() throws Exception {
    Postgres.execute(database.owner(), "update signet.schema_version set needs = 7");

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> north.tell(report()))
        .withMessageContaining("Update the library on this node");
  }
}
