package dev.signet.pf4j.wanted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.wanted.ConvergenceStep.Action;
import dev.signet.pf4j.wanted.ConvergenceStep.Outcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvergenceStepTest {
  @Test
  void line_whenTheNameIsHostile_staysOneLine() {
    ConvergenceStep step =
        new ConvergenceStep(
            Action.REMOVE,
            "a\nb\u001b[31m",
            Optional.of("1\u202e0"),
            Optional.empty(),
            Outcome.FAILED,
            "Why.");

    assertThat(step.line())
        .isEqualTo("FAILED  REMOVE  a\\u000ab\\u001b[31m  1\\u202e0 -> none  Why.");
    assertThat(step.isDrift()).isTrue();
  }

  @Test
  void line_whenTheVersionStays_hasItOnce() {
    ConvergenceStep step =
        new ConvergenceStep(
            Action.UPDATE, "a", Optional.of("1"), Optional.of("1"), Outcome.DONE, "Why.");

    assertThat(step.line()).isEqualTo("DONE  UPDATE  a  1  Why.");
    assertThat(step.isDrift()).isFalse();
  }
}
