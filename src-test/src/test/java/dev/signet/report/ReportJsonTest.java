package dev.signet.report;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.neverScanned;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import dev.signet.testkit.Schemas;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReportJsonTest {

  @Test
  void problems_whenWritten_keepTheOriginalStructureBesideTheReasons() throws IOException {
    Finding revoked = Finding.of(Reason.REVOKED, "Serial 7 is on the list.");
    JsonNode clock = read(report(found("clock", changed("a.txt"), revoked))).get("clock");
    assertThat(clock.at("/INVALID_HASH/a.txt/expected").asText()).isEqualTo("aa".repeat(64));
    assertThat(clock.at("/INVALID_HASH/a.txt/current").asText()).isEqualTo("bb".repeat(64));
    assertThat(clock.at("/EXCEPTION/message").asText()).isEqualTo("Certificate is not valid.");
    assertThat(clock.at("/REASONS")).hasSize(2);
    assertThat(clock.at("/REASONS/0/code").asText()).isEqualTo("REVOKED");
    assertThat(clock.at("/REASONS/0/nature").asText()).isEqualTo("withdrawn");
    assertThat(clock.at("/REASONS/0/details/0/detail").asText())
        .isEqualTo("Serial 7 is on the list.");
    assertThat(clock.at("/REASONS/1/details/0/path").asText()).isEqualTo("a.txt");
  }

  @ParameterizedTest
  @MethodSource("codes")
  void schema_namesEveryCodeAndNoOther(Schemas schema, String place, Enum<?>[] codes) {
    assertThat(schema.tree().at(place))
        .extracting(JsonNode::textValue)
        .containsExactlyElementsOf(Stream.of(codes).map(Enum::name).toList());
  }

  static Stream<Arguments> codes() {
    String finding = "/$defs/finding/properties/";
    return Stream.of(
        Arguments.of(Schemas.CHECK, "/$defs/reason/enum", Reason.values()),
        Arguments.of(Schemas.REPORT, "/$defs/reason/enum", Reason.values()),
        Arguments.of(Schemas.RESULTS, "/$defs/reason/enum", Reason.values()),
        Arguments.of(Schemas.RESULTS, finding + "severity/enum", Finding.Severity.values()),
        Arguments.of(Schemas.RESULTS, "/$defs/occasion/enum", ScanTrigger.values()),
        Arguments.of(
            Schemas.RESULTS, "/$defs/target/properties/kind/enum", ScanTarget.Kind.values()),
        Arguments.of(
            Schemas.RESULTS, "/$defs/result/properties/action/enum", Decision.Action.values()),
        Arguments.of(
            Schemas.REPORT,
            "/$defs/result/properties/NOT_RUNNING/properties/code/enum",
            NotRunning.Kind.values()),
        Arguments.of(
            Schemas.REPORT,
            "/$defs/result/properties/DRIFT/properties/code/enum",
            Drift.Kind.values()),
        Arguments.of(
            Schemas.REPORT,
            "/$defs/trust/items/properties/code/enum",
            TrustStatus.Concern.Kind.values()));
  }

  @Test
  void passed_isEmptyAndNeverScannedIsAbsent() throws IOException {
    JsonNode results = read(report(found("clock"), neverScanned("new.jar")));
    assertThat(results.get("clock")).isEmpty();
    assertThat(results.has("new.jar")).isFalse();
  }

  @Test
  void failedScanAndOmittedFindings_areSaid() throws IOException {
    IntegrityResult cut =
        IntegrityResult.of(
                ScanTarget.plugin(Path.of("/plugins/a.jar")),
                Reports.decision(Decision.Action.REFUSE, "cut", changed("a")))
            .omittedFindings(7)
            .build();
    JsonNode results = read(report(failed("old.jar", "Disk is gone."), Reports.state(cut)));
    assertThat(results.at("/old.jar/SCAN_FAILED/cause").asText()).isEqualTo("Disk is gone.");
    assertThat(results.at("/cut/OMITTED").asInt()).isEqualTo(7);
  }

  @Test
  void twoBundlesOfOneId_areBothThere() throws IOException {
    JsonNode results =
        read(
            report(
                found(Path.of("/plugins/a.jar"), "clock"),
                found(Path.of("/plugins/b.jar"), "clock", changed("x"))));
    assertThat(results.get("clock")).isEmpty();
    assertThat(results.at("/~1plugins~1b.jar/INVALID_HASH")).hasSize(1);
  }

  @Test
  void bundle_whenItClaimsToBeAnothersPlace_hidesNothing() throws IOException {
    IntegrityReport report =
        report(
            found(Path.of("/plugins/a.jar"), "/plugins/c.jar", changed("a")),
            found(Path.of("/plugins/b.jar"), "clock", changed("b")),
            found(Path.of("/plugins/c.jar"), "clock", changed("c")),
            found(Path.of("/plugins/d.jar"), "half\ud800", changed("d")),
            found(Path.of("/plugins/e.jar"), "half\\ud800", changed("e")));
    assertThat(read(report)).hasSize(5);
    assertThat(ReportText.of(report)).contains("- a\n", "- b\n", "- c\n", "- d\n", "- e\n");
  }

  @Test
  void hostileNames_areHarmlessAndComeBackAsTheyAre() throws IOException {
    IntegrityReport report = report(found(Reports.HOSTILE, changed(Reports.HOSTILE)));
    String text = ReportJson.text(report);
    Schemas.REPORT.assertDescribes(text);
    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 127));
    // But for half a character, for which strict readers turn the whole text down.
    String readable = Reports.HOSTILE.replace("\ud800", "\\ud800");
    JsonNode changed = read(report).get(readable).get("INVALID_HASH");
    assertThat(changed.fieldNames()).toIterable().containsExactly(readable);
  }

  private static JsonNode read(IntegrityReport report) throws IOException {
    String text = ReportJson.text(report);
    Schemas.REPORT.assertDescribes(text);
    return new ObjectMapper().readTree(text);
  }
}
