package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.report.Expiry.Kind;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExpiryTest {
  @ParameterizedTest
  @EnumSource
  void sentence_saysWhatWhenWhatComesOfItAndWhatToDo(Kind kind) {
    Expiry expiry = new Expiry(kind, "CN=clock", Instant.parse("2027-01-02T03:04:05.678Z"));
    assertThat(expiry.what()).endsWith(" CN=clock");
    assertThat(kind.effect()).endsWith(".");
    assertThat(kind.remedy()).endsWith(".");
    assertThat(expiry.sentence())
        .isEqualTo(
            expiry.what()
                + " runs out at 2027-01-02T03:04:05Z. "
                + kind.effect()
                + " "
                + kind.remedy());
  }
}
