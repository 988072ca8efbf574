package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.report.IntegrityReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

class FleetNodesTest {
  private static final FleetNodes.Filter ALL = FleetNodes.Filter.ALL;

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private PostgresLedger shared;
  private FleetNodes nodes;

  @BeforeEach
  void makeNodes() throws Exception {
    shared = PostgresLedger.of(POSTGRES.database().as("signet_node"), "reader");
    nodes = FleetNodes.of(shared);
    tell("north", report(found("clock"), found("disk")));
    tell("south", report(found("clock", changed("a"))));
    tell("Nordwest", report());
  }

  private void tell(String node, IntegrityReport report) throws Exception {
    new NodeRounds(shared.database(), node).tell(report);
  }

  private List<String> names(FleetNodes.Filter filter) throws Exception {
    return nodes.nodes(filter, 0, 10).rows().stream().map(FleetNode::name).toList();
  }

  private List<String> results(FleetNodes.Filter filter) throws Exception {
    return nodes.results(filter, 0, 10).rows().stream()
        .map(result -> result.plugin() + " on " + result.node())
        .toList();
  }

  @Test
  void nodes_whenFiltered_areThoseThatFit() throws Exception {
    assertThat(names(ALL)).containsExactlyInAnyOrder("Nordwest", "north", "south");
    assertThat(names(new FleetNodes.Filter("NOR", "", false)))
        .containsExactlyInAnyOrder("Nordwest", "north");
    assertThat(names(new FleetNodes.Filter("", "Clock", false))).containsExactly("north", "south");
    assertThat(names(new FleetNodes.Filter("", "disk", false))).containsExactly("north");
    assertThat(names(new FleetNodes.Filter("", "", true))).containsExactly("south");
    assertThat(names(new FleetNodes.Filter("%", "", false))).isEmpty();
  }

  @Test
  void results_whenFiltered_areThoseThatFitByPluginThenNode() throws Exception {
    assertThat(results(ALL)).containsExactly("clock on north", "clock on south", "disk on north");
    assertThat(results(new FleetNodes.Filter("north", "", false)))
        .containsExactly("clock on north", "disk on north");
    assertThat(results(new FleetNodes.Filter("", "clo", false)))
        .containsExactly("clock on north", "clock on south");
    assertThat(results(new FleetNodes.Filter("", "", true))).containsExactly("clock on south");
  }

  @Test
  void pages_whenThereAreMore_sayHowMany() throws Exception {
    FleetNodes.Page<NodeResult> second = nodes.results(ALL, 1, 1);
    assertThat(second.total()).isEqualTo(3);
    assertThat(second.rows()).extracting(NodeResult::node).containsExactly("south");
    assertThat(nodes.nodes(ALL, 1, 1).total()).isEqualTo(3);
    assertThat(nodes.nodes(ALL, 1, 1).rows()).hasSize(1);

    assertThatIllegalArgumentException().isThrownBy(() -> nodes.nodes(ALL, -1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> nodes.results(ALL, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> nodes.results(ALL, 0, 1_001));
    assertThatIllegalArgumentException().isThrownBy(() -> nodes.changes("north", 0));
  }

  @Test
  void node_whenSilent_tellsForHowLongByTheDatabasesClock() throws Exception {
    FleetNode before = nodes.nodes(new FleetNodes.Filter("north", "", false), 0, 1).rows().get(0);
    tell("north", report());
    FleetNode after = nodes.nodes(new FleetNodes.Filter("north", "", false), 0, 1).rows().get(0);

    assertThat(after.firstSeen()).isEqualTo(before.firstSeen());
    assertThat(after.lastSeen()).isAfter(before.lastSeen());
    assertThat(after.silentFor()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    assertThat(after.targets()).isZero();
  }

  @Test
  void nodes_whenTheDatabaseIsAway_saySo() throws Exception {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setPortNumbers(new int[] {1});
    FleetNodes lost = FleetNodes.of(PostgresLedger.of(nowhere, "reader"));

    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(() -> lost.nodes(ALL, 0, 1))
        .withMessageStartingWith("What the fleet's nodes have reported cannot be read: ")
        .withMessageContaining("whether this node reaches it");
    assertThatExceptionOfType(FleetException.class)
        .isThrownBy(lost::requestRescan)
        .withMessageStartingWith("The fleet's nodes cannot be asked to read everything again: ");
  }
}
