package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.trust.RevocationPolicy.AfterGrace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RevocationPolicyTest {
  private static final Instant DUE = Instant.parse("2026-06-01T00:00:00Z");

  @Test
  void countsUntil_whenAfterwardsItIsRefused_isTheEndOfGrace() {
    assertThat(RevocationPolicy.DEFAULT.countsUntil(DUE))
        .contains(Instant.parse("2026-07-31T00:00:00Z"));
    assertThat(new RevocationPolicy(false, Duration.ZERO, AfterGrace.REFUSE).countsUntil(DUE))
        .contains(DUE);
  }

  @Test
  void countsUntil_whenItIsOnlyReportedForEver_isEmpty() {
    assertThat(new RevocationPolicy(true, Duration.ZERO, AfterGrace.WARN).countsUntil(DUE))
        .isEmpty();
  }
}
