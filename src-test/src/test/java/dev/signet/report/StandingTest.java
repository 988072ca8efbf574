package dev.signet.report;

import static dev.signet.testkit.Reports.changed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandingTest {
  private static final ScanTarget PLUGIN = ScanTarget.plugin(Path.of("/plugins/clock.jar"));

  @Test
  void passed_isGood() {
    assertThat(Standing.of(Reports.found("clock")))
        .isEqualTo(
            new Standing(
                Standing.Grade.GOOD,
                "verified",
                "It is exactly what its author signed.",
                "It may run."));
  }

  @Test
  void notice_isNotBad() {
    Finding soon = Finding.of(Reason.EXPIRES_SOON, "It ends soon.").asNotice();
    assertThat(Standing.of(Reports.found("clock", soon)).grade()).isEqualTo(Standing.Grade.NOTICE);
  }

  @Test
  void admittedProblem_isBadWhereStableWouldRefuse() {
    IntegrityResult warned =
        IntegrityResult.of(PLUGIN, Reports.decision(Decision.Action.WARN, "clock", changed("a")))
            .refusedOnStable(true)
            .build();
    Standing standing = Standing.of(Reports.state(warned).withRunning(true));
    assertThat(standing.grade()).isEqualTo(Standing.Grade.BAD);
    assertThat(standing.consequence()).contains("It runs. The channel stable would refuse it.");
  }

  @Test
  void changedUnderARunningPlugin_saysWhatRuns() {
    IntegrityResult refused =
        IntegrityResult.of(PLUGIN, Reports.decision(Decision.Action.REFUSE, "clock", changed("a")))
            .build();
    assertThat(Standing.of(Reports.state(refused).withRunning(true)).consequence())
        .contains("A copy of what was here before runs; the next start refuses this.");
    assertThat(Standing.of(Reports.state(refused)).consequence())
        .contains("It was refused and does not run.");
  }

  @Test
  void brokenHost_isBadThoughItGoesOn() {
    IntegrityResult core =
        IntegrityResult.of(
                ScanTarget.core(Path.of("/host")),
                Reports.decision(Decision.Action.WARN, "core", changed("a")))
            .build();
    Standing standing = Standing.of(Reports.state(core));
    assertThat(standing.grade()).isEqualTo(Standing.Grade.BAD);
    assertThat(standing.consequence()).contains("the host itself, and runs");
  }

  @Test
  void failedScan_outweighsAnEarlierPass() {
    IntegrityState passed = Reports.found("clock");
    IntegrityState failed =
        new IntegrityState(
            passed.target(),
            passed.result(),
            Optional.of(new FailedScan(Reports.NOW, ScanTrigger.RESCAN, "Gone.")),
            true);
    Standing standing = Standing.of(failed);
    assertThat(standing.label()).isEqualTo("scan failed");
    assertThat(standing.meaning()).contains("from the scan before");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void everyReason_hasASentenceForOneAndForMany(Reason reason) {
    assertThat(Wording.sentence(reason, 1)).matches("[A-Z1].*[.]").doesNotContain("%");
    assertThat(Wording.sentence(reason, 2_000)).matches("[A-Z2].*[.]").doesNotContain("%");
    assertThat(Wording.nature(reason)).isNotBlank();
  }
}
