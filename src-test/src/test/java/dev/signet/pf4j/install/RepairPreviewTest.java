package dev.signet.pf4j.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.RepairedFile.Change;
import dev.signet.policy.Decision;
import dev.signet.testkit.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairPreviewTest {
  private static RepairPreview preview(
      List<RepairedFile> files, Optional<Decision> decision, Optional<String> obstacle) {
    return new RepairPreview("clock", "1.0.0", files, List.of(), decision, obstacle);
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIT,,",
    "WARN,,",
    "REFUSE,,Repair the plugin",
    "ADMIT,it is in use.,it is in use.",
    ",it is not there.,it is not there."
  })
  void problem_isWhatIsInTheWayOrWhyTheBytesAreRefused(
      Decision.Action action, String obstacle, String problem) {
    RepairPreview preview =
        preview(
            List.of(),
            Optional.ofNullable(action)
                .map(each -> Reports.decision(each, "clock", Reports.changed("a.txt"))),
            Optional.ofNullable(obstacle));
    assertThat(preview.isFeasible()).isEqualTo(problem == null);
    assertThat(preview.problem().orElse("")).startsWith(problem == null ? "" : problem);
  }

  @Test
  void files_whenTheListIsChangedLater_stayAsTheyWere() {
    List<RepairedFile> files = new ArrayList<>(List.of(new RepairedFile("a", Change.PUT_BACK)));
    RepairPreview preview = preview(files, Optional.empty(), Optional.empty());
    files.clear();
    assertThat(preview.files()).hasSize(1).isUnmodifiable();
  }
}
