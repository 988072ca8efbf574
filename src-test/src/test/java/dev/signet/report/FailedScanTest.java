package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailedScanTest {
  private static Optional<FailedScan> in(String digest, Reason... reasons) {
    Verdict verdict =
        Verdict.of(
            new Subject("clock", "1.0.0", digest),
            List.of(reasons).stream().map(reason -> Finding.of(reason, "Because.")).toList(),
            Optional.empty());
    Decision decision =
        new Decision(
            Decision.Action.REFUSE, verdict, List.of(), ReleaseChannel.STABLE, "It failed.");
    return FailedScan.in(decision, Reports.NOW, ScanTrigger.RESCAN);
  }

  @ParameterizedTest
  @EnumSource(names = {"IO_ERROR", "STATE_UNAVAILABLE"})
  void scan_whenTheDiskKeptItFromReading_failed(Reason reason) {
    assertThat(in("", reason))
        .contains(new FailedScan(Reports.NOW, ScanTrigger.RESCAN, "It failed."));
  }

  /** What is known of the bytes is a result, whatever else went wrong. */
  @ParameterizedTest
  @EnumSource(
      names = {"IO_ERROR", "STATE_UNAVAILABLE"},
      mode = EnumSource.Mode.EXCLUDE)
  void scan_whenAnythingWasFoundOutAboutTheBundle_isAResult(Reason reason) {
    assertThat(in("", reason)).isEmpty();
    assertThat(in("", Reason.IO_ERROR, reason)).isEmpty();
  }

  @Test
  void scan_whenTheContentIsKnown_isAResult() {
    assertThat(in("00".repeat(64), Reason.IO_ERROR)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "No space: 12 bytes left.,No space: 3 bytes left.,true",
    "No space: 12 bytes left.,No permission.,false"
  })
  void failures_whenOnlyTheirNumbersDiffer_tellTheSame(String one, String two, boolean same) {
    assertThat(failure(one).tellsTheSameAs(failure(two))).isEqualTo(same);
  }

  private static FailedScan failure(String cause) {
    return new FailedScan(Reports.NOW, ScanTrigger.RESCAN, cause);
  }
}
