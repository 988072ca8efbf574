package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SarifTest {

  @Test
  void hostileNames_areHarmlessToReaders() throws IOException {
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

  @Test
  void result_whenTheCauseHasItsOwnRemedy_saysItAndTheRuleTheUsual() throws IOException {
    Finding own =
        Finding.of(Reason.MISSING_SIGNATURE, "None.").withRemedy(new Remedy("Wait.", "Go\u0007."));
    Decision decision = Reports.decision(Decision.Action.REFUSE, "clock", own);
    JsonNode run =
        new ObjectMapper()
            .readTree(new Sarif().add(Path.of("a.jar"), decision.verdict()).text())
            .at("/runs/0");
    assertThat(run.at("/results/0/message/text").asText()).isEqualTo("None. Go\\u0007.");
    assertThat(run.at("/tool/driver/rules/0/help/text").asText())
        .isEqualTo(
            "The author: "
                + Reason.MISSING_SIGNATURE.remedy().forAuthor()
                + " A host: "
                + Reason.MISSING_SIGNATURE.remedy().forAdministrator());
  }
}
