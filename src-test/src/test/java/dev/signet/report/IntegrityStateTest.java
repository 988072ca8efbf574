package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntegrityStateTest {
  private static final NotRunning NOT_LOADED =
      new NotRunning(NotRunning.Kind.NOT_LOADED, "It is broken.");

  @Test
  void state_whenNeverScanned_isNotOneThatPassedNorOneToLookAt() {
    IntegrityState state = Reports.neverScanned("clock.zip");

    assertThat(state.isNeverScanned()).isTrue();
    assertThat(state.needsAttention()).isFalse();
    assertThat(state.name()).isEqualTo("clock.zip");
  }

  @Test
  void needsAttention_whenAnythingIsWrong_isTrue() {
    assertThat(Reports.found("clock").needsAttention()).isFalse();
    assertThat(Reports.found("clock", Reports.changed("a.txt")).needsAttention()).isTrue();
    assertThat(
            Reports.found("clock", Finding.of(Reason.EXPIRES_SOON, "Soon.").asNotice())
                .needsAttention())
        .isTrue();
    assertThat(Reports.failed("clock.zip", "No disk.").needsAttention()).isTrue();
    assertThat(Reports.found("clock").withNotRunning(Optional.of(NOT_LOADED)).needsAttention())
        .isTrue();
  }

  @Test
  void name_isTheIdOrElseThatOfTheFile() {
    assertThat(Reports.found("clock").name()).isEqualTo("clock");
    assertThat(Reports.found(Path.of("/plugins/a.zip"), "").name()).isEqualTo("a.zip");
    assertThat(Reports.failed("b.zip", "No disk.").name()).isEqualTo("b.zip");
  }

  @Test
  void copies_changeNothingElse() {
    IntegrityState state = Reports.found("clock").withNotRunning(Optional.of(NOT_LOADED));

    assertThat(state.running()).isFalse();
    assertThat(state.withRunning(true).running()).isTrue();
    assertThat(state.withRunning(true).withRunning(false)).isEqualTo(state);
    assertThat(state.withNotRunning(Optional.empty())).isEqualTo(Reports.found("clock"));
  }
}
