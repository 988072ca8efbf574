package dev.signet.report.store;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.failed;
import static dev.signet.testkit.Reports.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.report.IntegrityState;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoredStateTest {
  @Test
  void state_whenStored_isReadAsItWas() {
    for (IntegrityState state :
        List.of(
            found(Reports.HOSTILE, changed(Reports.HOSTILE)),
            Reports.neverScanned("x.zip"),
            failed("x.zip", Reports.HOSTILE))) {
      String stored = StoredState.of(state).orElseThrow();
      assertThat(stored).isASCII();
      assertThat(StoredState.read(stored)).isEqualTo(state);
    }
  }

  @Test
  void state_whenThereIsTooMuchToTell_keepsSomeOfIt() {
    Finding[] many =
        IntStream.range(0, 20_000).mapToObj(i -> changed("f" + i)).toArray(Finding[]::new);

    String stored = StoredState.of(found("clock", many)).orElseThrow();
    assertThat(stored.length()).isLessThanOrEqualTo(StoredState.MAX_BYTES);
    assertThat(StoredState.read(stored).result().orElseThrow().omittedFindings()).isPositive();
    assertThat(StoredState.of(found("clock", changed("f".repeat(StoredState.MAX_BYTES)))))
        .isEmpty();
  }

  @Test
  void text_whenItIsNoState_isRefused() {
    for (String text :
        List.of("", "{}", "[", "{\"version\":1,\"targets\":[]}", " ".repeat(200_000))) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> StoredState.read(text));
    }
  }
}
