package dev.signet.report;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.neverScanned;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import org.junit.jupiter.api.Test;

class ReportTextTest {

  @Test
  void changedFile_whenWritten_standsInTheOriginalShape() {
    assertThat(ReportText.of(report(found("calendar", changed("lib/a.jar")))))
        .startsWith("Technical information\n=====================\nThe following list covers")
        .contains("Written:          2026-11-22T07:30:05Z\n", "Channel:          stable, which")
        .contains(
            """

            Results
            =======
            - calendar
            \t- INVALID_HASH
            \t\t- lib/a.jar
            \t\tTo do: Repair the plugin, on its page or by plugin:repair,\
             which puts the signed files back; or install the release again.

            Raw output
            ==========
            {
              "calendar" : {
                "INVALID_HASH" : {
                  "lib/a.jar" : {
            """);
  }

  @Test
  void causesOtherThanFiles_whenWritten_haveTheirSentence() {
    Finding unsigned = Finding.of(Reason.MISSING_SIGNATURE, "There is no signature.json.");
    assertThat(ReportText.of(report(found("clock", unsigned))))
        .contains(
            "- clock\n\t- MISSING_SIGNATURE\n\t\t- There is no signature.json.\n\t\tTo do: Ask");
  }

  @Test
  void passed_whenWritten_isNoError() {
    assertThat(ReportText.of(report(found("clock"))))
        .contains("No errors have been found.\n", "\"clock\" : { }");
  }

  @Test
  void neverScannedAndFailed_whenWritten_areNotPassed() {
    assertThat(ReportText.of(report(neverScanned("new.jar"), failed("old.jar", "Disk is gone."))))
        .contains(
            "- new.jar\n\t- NEVER_SCANNED\n", "- old.jar\n\t- SCAN_FAILED\n\t\t- Disk is gone.\n")
        .doesNotContain("No errors have been found.");
  }

  @Test
  void checkingOff_whenWritten_isSaid() {
    assertThat(ReportText.of(report(true))).contains("Checking:         OFF, nothing is refused");
  }

  @Test
  void hostileNames_whenWritten_stayInTheirLine() {
    String text =
        ReportText.of(
            report(found(Reports.HOSTILE, changed(Reports.HOSTILE)), failed("f", Reports.HOSTILE)));
    assertThat(text.chars().filter(c -> c < ' ').distinct().sorted())
        .containsExactly((int) '\t', (int) '\n');
    assertThat(text).doesNotContain("\u202e", "\ud800", "\u2028");
    // The name holds a line that looks like another result.
    assertThat(text.lines())
        .doesNotContain("- core")
        .contains("- " + Printable.of(Reports.HOSTILE));
  }
}
