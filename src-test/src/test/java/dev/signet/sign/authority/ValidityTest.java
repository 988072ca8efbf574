package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ValidityTest {
  private static final Instant FROM = Instant.parse("2026-11-30T00:00:00Z");
  private static final Validity DAY = Validity.starting(FROM, Duration.ofDays(1));

  @Test
  void validity_whenWithFractions_isOfWholeSeconds() {
    assertThat(new Validity(FROM.plusMillis(999), DAY.until().plusMillis(1))).isEqualTo(DAY);
  }

  @Test
  void validity_whenItEndsBeforeItBegins_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Validity(FROM, FROM));
    assertThatIllegalArgumentException().isThrownBy(() -> new Validity(FROM, FROM.minusSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Validity(FROM, FROM.plusMillis(999)))
        .withMessageContaining("until");
  }

  @Test
  void contains_whenBothEndsAreWithin_isTrueForTheSameToo() {
    assertThat(DAY.contains(DAY)).isTrue();
    assertThat(DAY.contains(new Validity(FROM.plusSeconds(1), DAY.until()))).isTrue();
    assertThat(DAY.contains(new Validity(FROM.minusSeconds(1), DAY.until()))).isFalse();
    assertThat(DAY.contains(new Validity(FROM, DAY.until().plusSeconds(1)))).isFalse();
  }
}
