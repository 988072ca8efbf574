package dev.signet.report.compare;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.decision;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.report.compare.PolicyComparison.Effect;
import dev.signet.report.compare.PolicyComparison.Plugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyComparisonTest {
  private static Optional<Decision> of(String action) {
    if (action.equals("NONE")) {
      return Optional.empty();
    }
    Action chosen = Action.valueOf(action);
    return Optional.of(
        chosen == Action.ADMIT
            ? decision(chosen, "clock")
            : decision(chosen, "clock", changed("a.txt")));
  }

  private static Plugin plugin(String now, String then) {
    return new Plugin(Path.of("/plugins/clock"), of(now), of(then));
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIT,  ADMIT,  STAYS",
    "ADMIT,  WARN,   WARNS",
    "ADMIT,  REFUSE, STOPS",
    "ADMIT,  NONE,   STOPS",
    "WARN,   ADMIT,  CLEARS",
    "WARN,   WARN,   STAYS",
    "WARN,   REFUSE, STOPS",
    "WARN,   NONE,   STOPS",
    "REFUSE, ADMIT,  STARTS",
    "REFUSE, WARN,   STARTS",
    "REFUSE, REFUSE, STAYS",
    "REFUSE, NONE,   STAYS",
    "NONE,   ADMIT,  STARTS",
    "NONE,   WARN,   STARTS",
    "NONE,   REFUSE, STAYS"
  })
  void effect_isWhatBecomesOfThePlugin(String now, String then, Effect effect) {
    PolicyComparison comparison = new PolicyComparison(List.of(plugin(now, then)));
    assertThat(comparison.plugins().get(0).effect()).isEqualTo(effect);
    assertThat(comparison.of(effect)).hasSize(1);
    assertThat(comparison.counts()).hasSize(Effect.values().length).containsEntry(effect, 1);
    assertThat(comparison.isHarmless()).isEqualTo(effect != Effect.STOPS && effect != Effect.WARNS);
    assertThat(comparison.plugins().get(0).subject().id()).isEqualTo("clock");
  }

  @Test
  void nothing_isHarmless() {
    assertThat(new PolicyComparison(List.of()).isHarmless()).isTrue();
  }
}
