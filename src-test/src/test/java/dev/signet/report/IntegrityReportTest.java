package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Reports;
import org.junit.jupiter.api.Test;

class IntegrityReportTest {
  private static final IntegrityState SOUND = Reports.found("sound");
  private static final IntegrityState CHANGED = Reports.found("changed", Reports.changed("a.txt"));
  private static final IntegrityState FAILED = Reports.failed("failed.zip", "No disk.");
  private static final IntegrityState NEW = Reports.neverScanned("new.zip");
  private static final IntegrityReport REPORT = Reports.report(SOUND, CHANGED, FAILED, NEW);

  @Test
  void states_areSortedByWhatIsToBeDone() {
    assertThat(REPORT.needingAttention()).containsExactly(CHANGED, FAILED);
    assertThat(REPORT.neverScanned()).containsExactly(FAILED, NEW);
  }

  @Test
  void find_whenATargetHasTheKey_isItsState() {
    for (IntegrityState state : REPORT.states()) {
      assertThat(REPORT.find(state.target().key())).contains(state);
    }
    assertThat(REPORT.find("")).isEmpty();
    assertThat(REPORT.find("00".repeat(16))).isEmpty();
  }

  @Test
  void states_cannotBeChanged() {
    assertThat(REPORT.states()).isUnmodifiable();
  }
}
