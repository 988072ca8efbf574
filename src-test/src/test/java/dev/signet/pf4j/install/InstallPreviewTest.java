package dev.signet.pf4j.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallPreviewTest {
  private static InstallPreview preview(
      Decision.Action action, List<String> restarted, Optional<String> obstacle) {
    return new InstallPreview(
        InstallAction.UPDATE,
        Reports.decision(action, "clock"),
        "clock",
        "1.0.0",
        Optional.empty(),
        restarted,
        obstacle);
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIT,,true",
    "WARN,,true",
    "REFUSE,,false",
    "ADMIT,is in use,false",
    "REFUSE,is in use,false"
  })
  void isFeasible_whenAdmittedAndNothingIsInTheWay_isTrue(
      Decision.Action action, String obstacle, boolean feasible) {
    assertThat(preview(action, List.of(), Optional.ofNullable(obstacle)).isFeasible())
        .isEqualTo(feasible);
  }

  @Test
  void restarted_whenTheListIsChangedLater_staysAsItWas() {
    List<String> restarted = new ArrayList<>(List.of("other"));
    InstallPreview preview = preview(Decision.Action.ADMIT, restarted, Optional.empty());
    restarted.clear();

    assertThat(preview.restarted()).containsExactly("other").isUnmodifiable();
  }
}
