package dev.signet.pf4j.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import dev.signet.testkit.Reports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RepairRequestTest {
  @Test
  void from_addsTheReleaseToTheSameTarget() {
    RepairRequest own = RepairRequest.of(ScanTarget.plugin(Path.of("plugins/clock")));
    RepairRequest request = own.from(Path.of("clock.zip"));
    assertThat(own.release()).isEmpty();
    assertThat(request.target()).isEqualTo(own.target());
    assertThat(request.release()).contains(Path.of("clock.zip"));
  }

  @Test
  void mayHelp_whenTheFilesAreNotAsSigned_isTrue() {
    assertThat(RepairRequest.mayHelp(Reports.decision(Decision.Action.ADMIT, "clock"))).isFalse();
    assertThat(
            RepairRequest.mayHelp(
                Reports.decision(Decision.Action.WARN, "clock", Reports.changed("a.txt"))))
        .isTrue();
  }
}
