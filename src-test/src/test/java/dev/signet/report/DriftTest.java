package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.report.Standing.Grade;
import dev.signet.testkit.Reports;
import dev.signet.testkit.Schemas;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftTest {
  private static final String CAUSE = "It <b>cannot</b> be had.";

  private static IntegrityState drifting(IntegrityState state, Drift.Kind kind) {
    return state.withDrift(Optional.of(new Drift(kind, CAUSE)));
  }

  @ParameterizedTest
  @EnumSource
  void kind_saysWhatItMeansAndWhatToDo(Drift.Kind kind) {
    assertThat(kind.label()).matches("[a-z]+( [a-z]+)?");
    assertThat(kind.meaning()).endsWith(".");
    assertThat(kind.remedy()).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource
  void drift_isToldOfAVerifiedPluginInEveryForm(Drift.Kind kind) throws Exception {
    IntegrityState state = drifting(Reports.found("clock"), kind);
    IntegrityReport report = Reports.report(state);

    assertThat(state.needsAttention()).isTrue();
    assertThat(Standing.of(state).label()).isEqualTo(kind.label());
    assertThat(Standing.of(state).grade())
        .isEqualTo(kind == Drift.Kind.MISSING ? Grade.BAD : Grade.NOTICE);
    String text = ReportJson.text(report);
    Schemas.REPORT.assertDescribes(text);
    JsonNode json = new ObjectMapper().readTree(text);
    assertThat(json.at("/clock/DRIFT/code").asText()).isEqualTo(kind.name());
    assertThat(json.at("/clock/DRIFT/cause").asText()).isEqualTo(CAUSE);
    assertThat(json.at("/clock/DRIFT/remedy").asText()).isEqualTo(kind.remedy());
    assertThat(ReportText.of(report)).contains(kind.name(), CAUSE, "To do: " + kind.remedy());
    assertThat(ReportHtml.atLevel(2).of(report)).contains(kind.name()).doesNotContain("<b>cannot");
  }

  @Test
  void missingPlugin_isToldThoughItWasNeverScanned() {
    IntegrityState state = drifting(Reports.neverScanned("disk"), Drift.Kind.MISSING);

    assertThat(Standing.of(state).label()).isEqualTo("missing");
    assertThat(ReportJson.text(Reports.report(state))).contains("MISSING");
    assertThat(ReportText.of(Reports.report(state))).doesNotContain("NEVER_SCANNED");
  }

  @Test
  void drift_hidesNothingThatIsWorse() {
    IntegrityState state =
        drifting(Reports.found("clock", Reports.changed("a")), Drift.Kind.NOT_WANTED);

    assertThat(Standing.of(state)).isEqualTo(Standing.of(state.withDrift(Optional.empty())));
  }
}
