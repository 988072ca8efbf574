package dev.signet.report.compare;

import static dev.signet.testkit.Reports.HOSTILE;
import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.decision;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision.Action;
import dev.signet.report.compare.PolicyComparison.Plugin;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
  private static final Plugin STOPPED =
      new Plugin(
          Path.of("/plugins/clock"),
          Optional.of(decision(Action.WARN, "clock", changed("a.txt"))),
          Optional.of(decision(Action.REFUSE, "clock", changed("a.txt"))));
  private static final Plugin GONE =
      new Plugin(
          Path.of("/plugins/d"), Optional.of(decision(Action.ADMIT, "disk")), Optional.empty());

  @Test
  void comparison_isATableWithWhatChangedPluginsAreTold() {
    assertThat(ComparisonText.lines(new PolicyComparison(List.of(STOPPED, GONE))))
        .containsExactly(
            "EFFECT  PLUGIN       NOW                                    THEN",
            "stops   clock 1.0.0  admitted with a warning: INVALID_HASH  refused: INVALID_HASH",
            "stops   disk 1.0.0   admitted                               not looked at",
            "",
            "- /plugins/clock: " + Reason.INVALID_HASH.remedy().forAdministrator(),
            "- /plugins/d: No folder of the other settings holds it.",
            "2 plugins: 2 stops.");
  }

  @Test
  void comparison_whenThereIsNothing_saysSo() {
    assertThat(ComparisonText.lines(new PolicyComparison(List.of()))).containsExactly("0 plugins.");
  }

  @Test
  void name_whenHostile_isHarmless() {
    Plugin hostile =
        new Plugin(
            Path.of("/plugins/x"),
            Optional.of(decision(Action.ADMIT, HOSTILE)),
            Optional.of(decision(Action.REFUSE, HOSTILE, changed(HOSTILE))));
    assertThat(ComparisonText.lines(new PolicyComparison(List.of(hostile))))
        .allSatisfy(
            line -> assertThat(line).doesNotContain("\n", "\r", "\u001b", "\u202e", "\u2028"));
  }
}
