package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {

  @ParameterizedTest
  @EnumSource(Reason.class)
  void verdict_whenEverythingIsWrongWithIt_beginsWithWhatDecides(Reason notice) {
    List<Finding> findings =
        Arrays.stream(Reason.values())
            .map(reason -> Finding.at(reason, "a", "Because."))
            .map(finding -> finding.reason() == notice ? finding.asNotice() : finding)
            .toList();
    Verdict verdict = Verdict.of(Subject.UNKNOWN, findings, Optional.empty());
    Finding first = verdict.findings().get(0);
    assertThat(first.isProblem()).isTrue();
    assertThat(((Verdict.Rejected) verdict).state()).isEqualTo(first.reason().state());
    assertThat(verdict.findings())
        .filteredOn(Finding::isProblem)
        .extracting(finding -> finding.reason().state())
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
    assertThat(verdict.findings()).last().isEqualTo(Finding.at(notice, "a", "Because.").asNotice());
  }

  @Test
  void verdict_isOneOfThree() {
    Signer signer =
        new Signer("clock", "CN=Root", "1", "ab", Instant.EPOCH, Instant.MAX, "alg", "CN=Root");
    Verdict verified = Verdict.of(Subject.UNKNOWN, List.of(), Optional.of(signer));
    Verdict unsigned = of(Reason.MISSING_SIGNATURE);
    Verdict rejected = of(Reason.INVALID_HASH);

    assertThat(List.of(verified, unsigned, rejected))
        .extracting(Verdict::word)
        .containsExactly("verified", "unsigned", "modified");
    assertThat(List.of(verified, unsigned, rejected))
        .extracting(Verdict::isVerified)
        .containsExactly(true, false, false);
    assertThat(verified.signer()).contains(signer);
    assertThat(unsigned.signer()).isEmpty();
    assertThat(signer.forDevelopment()).isFalse();
    assertThat(signer.ofDevelopment().forDevelopment()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Verdict.of(Subject.UNKNOWN, List.of(), Optional.empty()));
  }

  private static Verdict of(Reason reason) {
    Finding problem = Finding.at(reason, "a", "Because.");
    return Verdict.of(Subject.UNKNOWN, List.of(problem), Optional.empty());
  }
}
