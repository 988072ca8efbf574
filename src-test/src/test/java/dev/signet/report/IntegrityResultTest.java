package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntegrityResultTest {
  private static final Path SOURCE = Path.of("/plugins/clock.zip");

  private static IntegrityResult.Builder result(Decision.Action action, Finding... findings) {
    return IntegrityResult.of(
        ScanTarget.plugin(SOURCE), Reports.decision(action, "clock", findings));
  }

  @Test
  void result_whenNothingElseIsSaid_isOfThisEngineAndOfTheFirstLoad() {
    IntegrityResult plain = result(Decision.Action.ADMIT).build();

    assertThat(plain)
        .returns(ScanTrigger.LOAD, IntegrityResult::occasion)
        .returns(Instant.EPOCH, IntegrityResult::scannedAt)
        .returns(EngineVersion.current(), IntegrityResult::engineVersion)
        .returns(RevocationFreshness.NONE, IntegrityResult::lists)
        .returns(false, IntegrityResult::checkingOff)
        .returns(0, IntegrityResult::omittedFindings);
  }

  @Test
  void refusedOnStable_whenNotSaid_isWhetherItWasRefused() {
    assertThat(result(Decision.Action.ADMIT).build().refusedOnStable()).isFalse();
    assertThat(result(Decision.Action.REFUSE).build().refusedOnStable()).isTrue();
    assertThat(result(Decision.Action.WARN).refusedOnStable(true).build().refusedOnStable())
        .isTrue();
  }

  @Test
  void id_isThePluginsAndCoreForTheHostsFolder() {
    Decision decision = Reports.decision(Decision.Action.ADMIT, "clock");

    assertThat(IntegrityResult.of(ScanTarget.plugin(SOURCE), decision).build().id())
        .isEqualTo("clock");
    assertThat(IntegrityResult.of(ScanTarget.core(SOURCE), decision).build().id())
        .isEqualTo("core");
  }

  @Test
  void needsAttention_whenItWasNotSimplyAdmitted_isTrue() {
    assertThat(result(Decision.Action.ADMIT).build().needsAttention()).isFalse();
    assertThat(result(Decision.Action.WARN).build().needsAttention()).isTrue();
    assertThat(result(Decision.Action.REFUSE).build().needsAttention()).isTrue();
  }

  @Test
  void tellsTheSame_whenOnlyTimesAndNumbersInSentencesDiffer_isTrue() {
    IntegrityResult one =
        result(Decision.Action.WARN, Finding.of(Reason.EXPIRES_SOON, "In 60 days.").asNotice())
            .build();
    IntegrityResult later =
        result(Decision.Action.WARN, Finding.of(Reason.EXPIRES_SOON, "In 59 days.").asNotice())
            .scanned(Reports.NOW, ScanTrigger.RESCAN)
            .build();

    assertThat(later.tellsTheSameAs(one)).isTrue();
  }

  @Test
  void tellsTheSame_whenAnythingAnAdminWouldWantToKnowDiffers_isFalse() {
    IntegrityResult changed =
        result(Decision.Action.REFUSE, Reports.changed("a.txt"), Reports.changed("b.txt")).build();

    assertThat(changed.tellsTheSameAs(changed)).isTrue();
    assertThat(
            changed.tellsTheSameAs(
                result(Decision.Action.WARN, Reports.changed("a.txt"), Reports.changed("b.txt"))
                    .build()))
        .as("action")
        .isFalse();
    assertThat(
            changed.tellsTheSameAs(
                result(Decision.Action.REFUSE, Reports.changed("a.txt"), Reports.changed("c.txt"))
                    .build()))
        .as("path")
        .isFalse();
    assertThat(
            changed.tellsTheSameAs(
                result(Decision.Action.REFUSE, Reports.changed("a.txt")).build()))
        .as("fewer findings")
        .isFalse();
  }

  @Test
  void tellsTheSame_whenOthersHaveSignedBesideTheAuthor_isFalse() {
    IntegrityResult cosigned = Reports.cosigned("clock", "store").result().orElseThrow();
    Finding broken = Finding.of(Reason.BAD_SIGNATURE, "It is over other files.");
    IntegrityResult unproven = Reports.cosigned("clock", "store", broken).result().orElseThrow();

    assertThat(cosigned.tellsTheSameAs(Reports.cosigned("clock", "store").result().orElseThrow()))
        .isTrue();
    assertThat(cosigned.tellsTheSameAs(unproven)).isFalse();
    assertThat(unproven.cosigners()).isEmpty();
  }

  /** A stored result may have left some out, and is still the same result. */
  @Test
  void tellsTheSame_whenSomeFindingsWereLeftOut_countsThemAll() {
    IntegrityResult all =
        result(Decision.Action.REFUSE, Reports.changed("a.txt"), Reports.changed("b.txt")).build();
    IntegrityResult.Builder stored = result(Decision.Action.REFUSE, Reports.changed("a.txt"));

    assertThat(stored.omittedFindings(1).build().tellsTheSameAs(all)).isTrue();
    assertThat(stored.omittedFindings(2).build().tellsTheSameAs(all)).isFalse();
  }
}
