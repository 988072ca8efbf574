package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Hosts of one fleet, each with plugins of its own, and one database. */
class FleetHostTest {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir private Path folder;
  private TestHost authors;
  private PGSimpleDataSource database;
  private int[] port;

  @BeforeEach
  void makeFleet() throws Exception {
    authors = new TestHost(folder.resolve("authors"));
    database = (PGSimpleDataSource) POSTGRES.database().as("signet_node");
    port = database.getPortNumbers();
  }

  @AfterEach
  void close() {
    authors.close();
  }

  /** A running host; its ledger is the fleet's. */
  private record Node(FleetLedger ledger, NodeReporter reporter, VerifyingPluginManager manager)
      implements AutoCloseable {
    @Override
    public void close() {
      reporter.close();
      manager.close();
      ledger.close();
    }
  }

  private Path plugins(String node) {
    return folder.resolve(node).resolve("plugins");
  }

  private Path install(String node, String version) {
    return authors.signed("clock", version).folder(plugins(node));
  }

  private Node start(String node) {
    Path home = folder.resolve(node);
    PostgresLedger shared = PostgresLedger.of(database, node);
    FleetLedger ledger = FleetLedger.open(shared, home.resolve("ledger"), List.of(plugins(node)));
    NodeReporter reporter = NodeReporter.of(shared);
    VerifyingPluginManager manager =
        VerifyingPluginManager.builder(plugins(node))
            .trust(authors.trust())
            .require(SignatureRequirement.ALL)
            .stateDirectory(home.resolve("state"))
            .ledger(ledger)
            .listener(reporter)
            .build();
    manager.loadPlugins();
    manager.startPlugins();
    reporter.start(manager::report, () -> manager.admission().rescan());
    return new Node(ledger, reporter, manager);
  }

  @Test
  void lowerVersion_whenAnotherHostHadAHigherOne_isNoticed() {
    install("north", "2.0.0");
    Path lower = install("south", "1.9.0");
    start("north").close();

    try (Node south = start("south")) {
      assertThat(TestHost.reasons(TestHost.decision(south.manager(), lower)))
          .contains(Reason.DOWNGRADE);
    }
  }

  @Test
  void unsignedPlugin_whenAnotherHostHadItSigned_isRefusedEverywhere() {
    install("north", "1.0.0");
    Path unsigned = PluginKit.plugin("clock", "1.0.1").folder(plugins("south"));
    start("north").close();

    try (Node south = start("south")) {
      assertThat(TestHost.reasons(TestHost.decision(south.manager(), unsigned)))
          .contains(Reason.SIGNATURE_DROPPED);
    }
  }

  @Test
  void hosts_whenTheyReport_areSeenWithWhatEachRuns() throws Exception {
    install("north", "1.0.0");
    install("south", "2.0.0");
    PluginKit.plugin("disk", "1.0.0").folder(plugins("south"));
    FleetNodes nodes = FleetNodes.of(PostgresLedger.of(database, "page"));
    start("north").close();
    start("south").close();

    assertThat(nodes.results(FleetNodes.Filter.ALL, 0, 10).rows())
        .extracting(
            NodeResult::plugin,
            NodeResult::version,
            NodeResult::node,
            NodeResult::standing,
            NodeResult::running)
        .containsExactly(
            tuple("clock", "1.0.0", "north", "verified", true),
            tuple("clock", "2.0.0", "south", "verified", true),
            tuple("disk", "1.0.0", "south", "unsigned", false));
    assertThat(nodes.nodes(FleetNodes.Filter.ALL, 0, 10).rows())
        .extracting(FleetNode::trustFingerprint)
        .containsExactly(authors.trust().fingerprint(), authors.trust().fingerprint());
  }

  @Test
  void host_whenTheDatabaseIsAway_runsWhatItHasAdmittedAndNothingNew() {
    Path clock = install("north", "1.0.0");
    start("north").close();
    database.setPortNumbers(new int[] {1});
    Path disk = authors.signed("disk", "1.0.0").folder(plugins("north"));

    try (Node north = start("north")) {
      assertThat(TestHost.ids(north.manager())).containsExactly("clock");
      assertThat(TestHost.decision(north.manager(), clock).isAdmitted()).isTrue();
      Decision refused = TestHost.decision(north.manager(), disk);
      assertThat(TestHost.reasons(refused)).containsExactly(Reason.STATE_UNAVAILABLE);
      assertThat(refused.findings().stream().map(Finding::detail))
          .singleElement()
          .asString()
          .contains("localhost:1 refused", "It has not answered since 20", "has admitted before");

      database.setPortNumbers(port);
    }
    try (Node north = start("north")) {
      assertThat(TestHost.ids(north.manager())).containsExactlyInAnyOrder("clock", "disk");
    }
  }
}
