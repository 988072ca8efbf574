package dev.signet.pf4j.wanted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.wanted.ConvergenceStep.Action;
import dev.signet.pf4j.wanted.ConvergenceStep.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvergenceReportTest {
  private static ConvergenceStep step(Action action, Outcome outcome) {
    return new ConvergenceStep(
        action, "clock", Optional.empty(), Optional.of("1"), outcome, "Why.");
  }

  private static ConvergenceReport report(ConvergenceStep... steps) {
    return new ConvergenceReport(Optional.of(7L), List.of(steps), Optional.empty());
  }

  @Test
  void host_whenAllIsDone_isConverged() {
    ConvergenceReport report =
        report(step(Action.KEEP, Outcome.DONE), step(Action.INSTALL, Outcome.DONE));

    assertThat(report.isConverged()).isTrue();
    assertThat(report.drift()).isEmpty();
    assertThat(report.lines())
        .containsExactly(
            "List number 7: the host is as it says.", "DONE  INSTALL  clock  none -> 1  Why.");
  }

  @Test
  void host_whenItWaits_isNotConvergedAndHasNotDrifted() {
    ConvergenceReport report = report(step(Action.UPDATE, Outcome.WAITING));

    assertThat(report.isConverged()).isFalse();
    assertThat(report.drift()).isEmpty();
    assertThat(report.lines().get(0)).isEqualTo("List number 7: the host differs from it.");
  }

  @Test
  void host_whenSomethingFailedOrIsPlanned_hasDrifted() {
    ConvergenceStep failed = step(Action.UPDATE, Outcome.FAILED);
    ConvergenceStep planned = step(Action.REMOVE, Outcome.PLANNED);

    assertThat(report(failed, planned, step(Action.KEEP, Outcome.DONE)).drift())
        .containsExactly(failed, planned);
  }

  @Test
  void host_whenItGoesByNoList_isNotConverged() {
    ConvergenceReport report =
        new ConvergenceReport(Optional.empty(), List.of(), Optional.of("It is old."));

    assertThat(report.isConverged()).isFalse();
    assertThat(report.lines()).containsExactly("It is old.");
  }
}
