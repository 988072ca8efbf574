package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionTest {
  private static final Subject SUBJECT = new Subject("clock", "1.0.0", "00".repeat(64));
  private static final SignaturePolicy POLICY =
      SignaturePolicy.require(SignatureRequirement.FEATURED).build();

  private static Verdict unsigned() {
    return Verdict.of(
        SUBJECT, List.of(Finding.of(Reason.MISSING_SIGNATURE, "No.")), Optional.empty());
  }

  @Test
  void advice_whenAnUnsignedPluginIsAllowedButNotWhatItNeeds_isAboutWhatItNeeds() {
    Finding unmet =
        Finding.of(Reason.DEPENDENCY_UNMET, "It needs 'b'.").withRemedy("Install 'b' first.");
    Decision decision = POLICY.weigh(POLICY.decide(unsigned()), unmet);
    assertThat(decision.isAdmitted()).isFalse();
    assertThat(decision.findings()).first().isEqualTo(unmet);
    assertThat(decision.reasons()).first().isEqualTo(Reason.DEPENDENCY_UNMET);
    assertThat(decision.advice(Audience.ADMINISTRATOR)).endsWith("Install 'b' first.");
  }

  @Test
  void findings_whenACircumstanceIsOnlyWorthKnowing_beginWithTheProblem() {
    Finding notice = Finding.of(Reason.DOWNGRADE, "2.0 was here.");
    Decision decision = POLICY.decide(unsigned()).noting(notice);
    assertThat(decision.findings()).last().isEqualTo(notice.asNotice());
    assertThat(decision.action()).isEqualTo(Decision.Action.WARN);
  }

  @Test
  void refusal_whenSomethingMoreIsWorthKnowing_staysOne() {
    Decision refusal = SignaturePolicy.require(SignatureRequirement.ALL).build().decide(unsigned());
    assertThat(refusal.noting(Finding.of(Reason.DOWNGRADE, "2.0 was here.")).action())
        .isEqualTo(Decision.Action.REFUSE);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void adviceOfAnyReasonToAnyReader_endsWithWhatToDo(Reason reason) {
    Decision decision = POLICY.refuseUnseen(Finding.of(reason, "Because."));
    for (Audience reader : Audience.values()) {
      assertThat(decision.advice(reader)).endsWith(". " + reason.remedy().of(reader));
    }
  }

  @Test
  void advice_whenTheExplanationSaysItAlready_doesNotSayItTwice() {
    Finding finding = Finding.of(Reason.IO_ERROR, "It broke. Wait.").withRemedy("Wait.");
    assertThat(POLICY.refuseUnseen(finding).advice(Audience.AUTHOR)).endsWith("It broke. Wait.");
  }
}
