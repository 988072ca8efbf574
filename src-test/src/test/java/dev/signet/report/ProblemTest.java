package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.testkit.Reports;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  private static final Finding EXTRA = Finding.at(Reason.EXTRA_FILE, "b.txt", "Nobody signed it.");

  @Test
  void of_whenSeveralFindingsHaveOneReason_isOneProblemOfThemAll() {
    Finding one = Reports.changed("a.txt");
    Finding two = Reports.changed("c.txt");

    assertThat(Problem.of(List.of(one, EXTRA, two)))
        .containsExactly(
            new Problem(Reason.INVALID_HASH, Finding.Severity.PROBLEM, List.of(one, two)),
            new Problem(Reason.EXTRA_FILE, Finding.Severity.PROBLEM, List.of(EXTRA)));
    assertThat(Problem.of(List.of())).isEmpty();
  }

  @Test
  void of_whenSomeOfThemAreOnlyWorthKnowing_keepsThemApart() {
    assertThat(Problem.of(List.of(EXTRA, EXTRA.asNotice())))
        .extracting(Problem::isProblem)
        .containsExactly(true, false);
  }

  @Test
  void problem_whenThereIsNoFinding_isNotMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Problem(Reason.REVOKED, Finding.Severity.PROBLEM, List.of()))
        .withMessageContaining("findings");
  }

  /** A page shows it to people who have never seen the code. */
  @ParameterizedTest
  @EnumSource
  void sentenceOfAnyReason_isPlainAndHoldsNothingFromTheBundle(Reason reason) {
    Problem hostile =
        Problem.of(List.of(Finding.at(reason, Reports.HOSTILE, Reports.HOSTILE))).get(0);

    assertThat(hostile.sentence()).endsWith(".").doesNotContain("<", "alert", reason.name());
    assertThat(hostile.nature()).matches("[a-z]+( [a-z]+){0,3}");
  }

  @Test
  void remedy_whenCausesDiffer_isEachOnceAndAtMostThree() {
    List<Finding> findings =
        IntStream.of(1, 1, 2, 3, 4).mapToObj(i -> EXTRA.withRemedy("Remedy " + i + ".")).toList();

    assertThat(Problem.of(findings).get(0).remedy(Audience.AUTHOR))
        .isEqualTo("Remedy 1. Remedy 2. Remedy 3.");
    assertThat(Problem.of(List.of(EXTRA.toleratedOnPurpose())).get(0).remedy(Audience.AUTHOR))
        .isEmpty();
  }
}
