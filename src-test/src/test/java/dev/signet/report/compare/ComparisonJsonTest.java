package dev.signet.report.compare;

import static dev.signet.testkit.Reports.HOSTILE;
import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.decision;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.policy.Decision.Action;
import dev.signet.report.compare.PolicyComparison.Plugin;
import dev.signet.testkit.Schemas;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonJsonTest {
  @Test
  void comparison_isJsonByItsSchema() throws Exception {
    Plugin stopped =
        new Plugin(
            Path.of("/plugins/x"),
            Optional.of(decision(Action.ADMIT, HOSTILE)),
            Optional.of(decision(Action.REFUSE, HOSTILE, changed("a.txt"))));
    Plugin gone =
        new Plugin(
            Path.of("/plugins/d"), Optional.of(decision(Action.ADMIT, "disk")), Optional.empty());
    String text = ComparisonJson.text(new PolicyComparison(List.of(stopped, gone)));

    Schemas.WHAT_IF.assertDescribes(text);
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.at("/counts/stops").asInt()).isEqualTo(2);
    assertThat(json.at("/plugins/0/effect").asText()).isEqualTo("stops");
    assertThat(json.at("/plugins/0/now/verdict").asText()).isEqualTo("verified");
    assertThat(json.at("/plugins/0/then/action").asText()).isEqualTo("refuse");
    assertThat(json.at("/plugins/0/then/reasons/0").asText()).isEqualTo("INVALID_HASH");
    assertThat(json.at("/plugins/1/then").isMissingNode()).isTrue();
    assertThat(text.chars()).allMatch(c -> c < 0x7f);
  }

  @Test
  void comparison_whenThereIsNothing_isJsonAllTheSame() {
    Schemas.WHAT_IF.assertDescribes(ComparisonJson.text(new PolicyComparison(List.of())));
  }
}
