package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("NullAway") // what callers must not pass is passed
class FindingTest {
  private static final Finding CHANGED =
      new Finding(
          Reason.INVALID_HASH, Finding.Severity.PROBLEM, "a.txt", "aa", "bb", "It was changed.");

  @Test
  void finding_whenItsReasonSeverityOrCauseIsMissing_isNotMade() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Finding(null, Finding.Severity.NOTICE, null, null, null, "x"))
        .withMessage("reason");
    assertThatNullPointerException()
        .isThrownBy(() -> new Finding(Reason.REVOKED, null, null, null, null, "x"))
        .withMessage("severity");
    assertThatNullPointerException()
        .isThrownBy(
            () -> new Finding(Reason.REVOKED, Finding.Severity.NOTICE, null, null, null, null))
        .withMessage("detail");
  }

  @Test
  void factories_makeProblemsOfTheBundleOrOfOnePath() {
    assertThat(Finding.of(Reason.REVOKED, "It is."))
        .returns(true, Finding::isProblem)
        .returns(null, Finding::path);
    assertThat(Finding.at(Reason.EXTRA_FILE, "b.txt", "It is.").path()).isEqualTo("b.txt");
  }

  @Test
  void asNotice_changesNothingButTheSeverity() {
    Finding notice = CHANGED.withRemedy("Restore it.").asNotice();

    assertThat(notice.isProblem()).isFalse();
    assertThat(notice)
        .usingRecursiveComparison()
        .ignoringFields("severity")
        .isEqualTo(CHANGED.withRemedy("Restore it."));
  }

  @Test
  void toleratedOnPurpose_isANoticeThatSaysSoAndAsksForNothing() {
    Finding tolerated = CHANGED.toleratedOnPurpose();

    assertThat(tolerated.isProblem()).isFalse();
    assertThat(tolerated.detail())
        .isEqualTo("It was changed. The host puts up with it on purpose.");
    for (Audience reader : Audience.values()) {
      assertThat(tolerated.remedy(reader)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void remedy_whenTheCauseHasNone_isTheReasons(Audience reader) {
    assertThat(CHANGED.remedy(reader)).isEqualTo(Reason.INVALID_HASH.remedy().of(reader));
    assertThat(CHANGED.withRemedy("Restore it.").remedy(reader)).isEqualTo("Restore it.");
  }

  @Test
  void ofCore_whenTheCauseHasARemedyOfItsOwn_keepsIt() {
    Finding own = CHANGED.withRemedy("Restore it.");

    assertThat(own.ofCore()).isSameAs(own);
    Finding unsigned = Finding.of(Reason.MISSING_SIGNATURE, "x");
    assertThat(unsigned.ofCore().remedy(Audience.ADMINISTRATOR))
        .isNotEqualTo(unsigned.remedy(Audience.ADMINISTRATOR));
  }

  @Test
  void gravestFirst_putsProblemsBeforeNoticesAndThenTheGraverState() {
    Finding revokedNotice = Finding.of(Reason.REVOKED, "x").asNotice();
    Finding unsigned = Finding.of(Reason.MISSING_SIGNATURE, "x");
    Finding revoked = Finding.of(Reason.REVOKED, "x");

    assertThat(
            List.of(revokedNotice, unsigned, CHANGED, revoked).stream()
                .sorted(Finding.GRAVEST_FIRST))
        .containsExactly(revoked, CHANGED, unsigned, revokedNotice);
  }
}
