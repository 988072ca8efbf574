package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SarifTest {

  @Test
  void hostileNamesAreHarmlessToReaders() throws IOException {
    Decision decision =
        Reports.decision(Decision.Action.REFUSE, Reports.HOSTILE, Reports.changed(Reports.HOSTILE));
    String text = new Sarif().add(Path.of("/plugins/a.jar"), decision.verdict()).text();
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
    JsonNode result = new ObjectMapper().readTree(text).at("/runs/0/results/0");
    assertThat(result.at("/ruleId").asText()).isEqualTo("INVALID_HASH");
    assertThat(result.at("/properties/plugin").asText())
        .isEqualTo(Reports.HOSTILE.replace("\ud800", "\\ud800"));
    assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .matches("file:///plugins/a\\.jar/[A-Za-z0-9%._~/-]+");
  }
}
