package dev.signet.postgres;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.testkit.Reports;
import dev.signet.testkit.Schemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FleetJsonTest {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @Test
  void json_whenNamesAreHostile_isAsciiThatItsSchemaDescribes() throws Exception {
    Postgres.Database database = POSTGRES.database();
    FilledFleet fleet = new FilledFleet(database);
    String name = "n\u0000\u202e<script>";
    fleet.tell(name, report(found("clock").withRunning(true), found("disk", changed("a"))));
    fleet.tell("other\ud800", report(found(Reports.HOSTILE)));
    fleet.change("nodes", "node like 'other%'", "last_rescan = now(), policy_digest = 'ee'");
    FleetNodes.Part all = new FleetNodes.Part(0, 10);

    String json =
        FleetJson.text(
            FleetNodes.of(PostgresLedger.of(database.as("signet_node"), "reader"))
                .overview(FleetNodes.Filter.ALL, all, all));

    Schemas.FLEET.assertDescribes(json);
    assertThat(json).matches("(?s)[\\n -~]*");
    JsonNode tree = new ObjectMapper().readTree(json);
    assertThat(tree.at("/nodes/0/name").asText()).isEqualTo(name);
    assertThat(tree.at("/nodes/0/found/0/standing").asText()).isEqualTo("modified");
    assertThat(tree.at("/nodes/1/name").asText()).isEqualTo("other\\ud800");
    assertThat(tree.at("/nodes/1/lastRescan").isMissingNode()).isFalse();
    assertThat(tree.findValuesAsText("nodes")).contains("2");
    assertThat(tree.at("/releases/0/some/0").asText()).isEqualTo(name);
  }
}
