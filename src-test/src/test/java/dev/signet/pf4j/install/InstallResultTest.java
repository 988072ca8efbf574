package dev.signet.pf4j.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstallResultTest {
  @SuppressWarnings("StaticAssignmentOfThrowable") // never thrown
  private static final IOException CAUSE = new IOException("disk");

  private static final Decision REFUSAL =
      Reports.decision(Decision.Action.REFUSE, "clock", Reports.changed("a.txt"));
  private static final InstallResult.Done DONE =
      new InstallResult.Done(
          InstallAction.UPDATE,
          "clock",
          "1.1.0",
          Optional.of("1.0.0"),
          List.of("other"),
          Optional.empty(),
          Optional.empty(),
          List.of());
  private static final InstallResult REFUSED = new InstallResult.Refused(REFUSAL);
  private static final InstallResult NOT_DONE =
      new InstallResult.NotDone(
          InstallAction.UPDATE, "clock", "It was not done.", Optional.of(CAUSE));
  private static final InstallResult UNFINISHED =
      new InstallResult.Unfinished(InstallAction.UPDATE, "clock", "It is half done.", CAUSE);

  @Test
  void fold_callsTheFunctionOfItsCaseAlone() {
    assertThat(List.of(DONE, REFUSED, NOT_DONE, UNFINISHED).stream().map(InstallResultTest::number))
        .containsExactly(1, 2, 3, 4);
  }

  private static int number(InstallResult result) {
    return result.<Integer>fold(done -> 1, refused -> 2, notDone -> 3, unfinished -> 4);
  }

  @Test
  void isDone_isTrueOfNothingElse() {
    assertThat(DONE.isDone()).isTrue();
    assertThat(List.of(REFUSED, NOT_DONE, UNFINISHED)).noneMatch(InstallResult::isDone);
  }

  @Test
  void refusal_isThereWhenTheBundleWasRefused() {
    assertThat(REFUSED.refusal()).contains(REFUSAL);
    assertThat(List.of(DONE, NOT_DONE, UNFINISHED))
        .allSatisfy(result -> assertThat(result.refusal()).isEmpty());
  }

  @Test
  void orThrow_whenDone_isWhatWasDone() {
    assertThat(DONE.orThrow()).isSameAs(DONE);
  }

  @Test
  void orThrow_whenRefused_throwsTheDecision() {
    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(REFUSED::orThrow)
        .withMessage(REFUSED.explanation())
        .returns(REFUSAL, PluginRejectedException::decision);
  }

  @Test
  void orThrow_whenItCouldNotBeCarriedOut_throwsWhatCameOfItWithItsCause() {
    for (InstallResult result : List.of(NOT_DONE, UNFINISHED)) {
      assertThatExceptionOfType(PluginInstallException.class)
          .isThrownBy(result::orThrow)
          .withMessage(result.explanation())
          .withCause(CAUSE)
          .returns(result, PluginInstallException::result);
    }
  }

  @Test
  void explanation_isOneLineWithoutControlCharacters() {
    InstallResult hostile =
        new InstallResult.Refused(Reports.decision(Decision.Action.REFUSE, Reports.HOSTILE));
    InstallResult left = DONE.leavingData(" 'data' is still there.");

    assertThat(hostile.explanation()).doesNotContain("\n", "\u001b", "\u202e");
    assertThat(DONE.explanation()).contains("'clock'", "1.0.0", "1.1.0").doesNotContain("\n");
    assertThat(left.explanation()).contains("'data' is still there.");
  }
}
