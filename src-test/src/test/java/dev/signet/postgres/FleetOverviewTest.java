package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.signet.postgres.FleetNodes.Filter;
import dev.signet.postgres.FleetNodes.Part;
import dev.signet.postgres.FleetOverview.Trait;
import dev.signet.testkit.Reports;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the nodes of a fleet have in common, and in what they differ. */
class FleetOverviewTest {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private static final Part ALL = new Part(0, 100);

  private FilledFleet fleet;
  private CountedSource counted;
  private FleetNodes nodes;

  @BeforeEach
  void makeFleet() throws Exception {
    Postgres.Database database = POSTGRES.database();
    fleet = new FilledFleet(database);
    counted = new CountedSource(database.as("signet_node"));
    nodes = FleetNodes.of(PostgresLedger.of(counted.source(), "reader"));
  }

  private FleetOverview overview(Filter filter) throws Exception {
    return nodes.overview(filter, ALL, ALL);
  }

  private FleetOverview.Node node(String name) throws Exception {
    return nodes.node(name).orElseThrow();
  }

  @Test
  void fleet_whenNobodyHasReported_isEmpty() throws Exception {
    FleetOverview empty = overview(Filter.ALL);

    assertThat(empty.usual()).isEqualTo(new FleetOverview.Usual(0, "", "", "", ""));
    assertThat(empty.nodes()).isEmpty();
    assertThat(empty.releases()).isEmpty();
    assertThat(empty.fittingNodes() + empty.fittingReleases()).isZero();
  }

  @Test
  void node_whenItDiffersFromMost_tellsInWhat() throws Exception {
    fleet.tell("east", report(found("clock"), found("disk")));
    fleet.tell("north", report(found("clock"), found("disk")));
    fleet.tell("south", report(found("clock", changed("a")), found("own", changed("b"))));
    fleet.change("nodes", "node = 'south'", "engine_version = '1.2.2', policy_digest = 'ee'");
    fleet.change("results", "node = 'south' and plugin = 'clock'", "version = '0.9.0'");

    FleetOverview overview = overview(Filter.ALL);
    FleetOverview.Node south = node("south");
    assertThat(overview.usual().engineVersion()).isEqualTo("1.2.3");
    assertThat(overview.usual().nodes()).isEqualTo(3);
    assertThat(south.differences(overview.usual()))
        .containsExactly(Trait.ENGINE_VERSION, Trait.POLICY);
    assertThat(south.differing()).isEqualTo(1);
    assertThat(south.lacking()).as("disk").isEqualTo(1);
    assertThat(south.found()).containsExactly(new FleetOverview.Found("modified", 2));
    FleetOverview.Node north = node("north");
    assertThat(north.differences(overview.usual())).isEmpty();
    assertThat(north.differing() + north.lacking()).isZero();
    assertThat(north.found()).isEmpty();
    assertThat(overview.nodes()).contains(north(overview), south(overview));
    assertThat(nodes.node("nor")).isEqualTo(Optional.empty());
  }

  private static FleetOverview.Node north(FleetOverview of) {
    return of.nodes().get(1);
  }

  private static FleetOverview.Node south(FleetOverview of) {
    return of.nodes().get(2);
  }

  @Test
  void node_whenItTrustsOrFollowsSomethingElse_tellsSo() throws Exception {
    for (String name : List.of("a", "b", "c")) {
      fleet.tell(name, report());
    }
    fleet.change("nodes", "node = 'c'", "trust_fingerprint = 'ff', channel = 'beta'");

    assertThat(node("c").differences(overview(Filter.ALL).usual()))
        .containsExactly(Trait.CHANNEL, Trait.TRUST);
  }

  @Test
  void releases_whenNodesRunDifferentOnes_areToldWithTheirNodes() throws Exception {
    fleet.tell("north", report(found("clock").withRunning(true)));
    fleet.tell("south", report(found("clock", changed("a"))));
    fleet.tell("east", report(found("clock"), found("disk")));
    fleet.change("results", "node = 'south'", "version = '2.0.0', since = since + '1 hour'");

    assertThat(overview(Filter.ALL).releases())
        .extracting(
            FleetOverview.Release::plugin,
            FleetOverview.Release::version,
            FleetOverview.Release::nodes,
            FleetOverview.Release::running,
            FleetOverview.Release::needingAttention,
            FleetOverview.Release::releases,
            FleetOverview.Release::some)
        .containsExactly(
            tuple("clock", "1.0.0", 2L, 1L, 0L, 2L, List.of("east", "north")),
            tuple("clock", "2.0.0", 1L, 0L, 1L, 2L, List.of("south")),
            tuple("disk", "1.0.0", 1L, 0L, 0L, 1L, List.of("east")));
    FleetOverview.Release clock = overview(Filter.ALL).releases().get(0);
    assertThat(clock.latest()).isAfter(clock.since());
  }

  @Test
  void filters_whenGiven_leaveOutWhatDoesNotFitAndStillCompareWithAll() throws Exception {
    fleet.tell("north", report(found("clock")));
    fleet.tell("south", report(found("clock", changed("a"))));
    fleet.tell("east", report(found("clock"), found("disk")));
    fleet.change("results", "node = 'south'", "version = '2.0.0'");

    FleetOverview south = overview(new Filter("SOU", "", false));
    assertThat(south.releases())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.version()).isEqualTo("2.0.0");
              assertThat(each.releases()).isEqualTo(2);
            });
    assertThat(south.usual().nodes()).isEqualTo(3);
    assertThat(south.fittingNodes()).isEqualTo(1);
    assertThat(south.nodes().get(0).differing()).isEqualTo(1);
    FleetOverview bad = overview(new Filter("", "", true));
    assertThat(bad.nodes()).extracting(each -> each.node().name()).containsExactly("south");
    assertThat(bad.releases()).extracting(FleetOverview.Release::version).containsExactly("2.0.0");
    FleetOverview disk = overview(new Filter("", "DIS", false));
    assertThat(disk.nodes()).extracting(each -> each.node().name()).containsExactly("east");
    assertThat(disk.releases()).extracting(FleetOverview.Release::plugin).containsExactly("disk");
  }

  @Test
  void resultsOfANode_whenAnotherHasALongerName_areItsOwnAlone() throws Exception {
    fleet.tell("north", report(found("clock"), found("disk")));
    fleet.tell("north-2", report(found("other")));

    assertThat(nodes.resultsOf("north", new Part(1, 1)).rows())
        .extracting(NodeResult::plugin)
        .containsExactly("disk");
    assertThat(nodes.resultsOf("north", ALL).total()).isEqualTo(2);
    assertThatIllegalArgumentException().isThrownBy(() -> new Part(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Part(0, 1_001));
  }

  @Test
  void names_whenHostile_comeBackAsTheyAre() throws Exception {
    String name = "n\u0000\\" + Reports.HOSTILE;
    fleet.tell(name, report(found(Reports.HOSTILE, changed("a"))));

    FleetOverview overview = overview(new Filter("\u0000", "<SCRIPT>", true));
    assertThat(overview.nodes()).extracting(each -> each.node().name()).containsExactly(name);
    assertThat(overview.releases().get(0).plugin()).isEqualTo(Reports.HOSTILE);
    assertThat(overview.releases().get(0).some()).containsExactly(name);
    assertThat(node(name).differing()).isZero();
  }

  /**
   * Six belong to each transaction: what begins it, its time limits, the schema's version, its end.
   */
  @Test
  void overview_whenTheFleetIsLarge_asksAsLittleAsOfASmallOne() throws Exception {
    fleet.fill(3, 4);
    counted.forgetCount();
    nodes.overview(Filter.ALL, new Part(0, 50), new Part(0, 50));
    long ofThree = counted.count();

    fleet.fill(300, 100);
    counted.forgetCount();
    FleetOverview page = nodes.overview(Filter.ALL, new Part(250, 50), new Part(0, 50));

    assertThat(counted.count()).isEqualTo(ofThree).isLessThanOrEqualTo(12);
    assertThat(page.fittingNodes()).isEqualTo(300);
    assertThat(page.nodes()).hasSize(50);
    assertThat(page.nodes().get(49).node().name()).isEqualTo("node-299");
    assertThat(page.nodes()).allMatch(each -> each.node().targets() == 100);
    assertThat(page.releases()).hasSize(50).allMatch(each -> each.some().size() <= 5);
    assertThat(page.fittingReleases()).isEqualTo(101);
    assertThat(page.releases().get(0).nodes() + page.releases().get(1).nodes()).isEqualTo(300);
  }
}
