package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
}
