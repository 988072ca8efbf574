package dev.signet.sample.host.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginLimitTest {
  private final TestClock clock = new TestClock(Instant.parse("2026-11-22T07:00:00Z"));
  private final LoginLimit limit = new LoginLimit(clock);

  @Test
  void sixthWithinFiveMinutes_hasToWaitForTheFirstToBeForgotten() {
    for (int i = 0; i < LoginLimit.OF_ONE; i++) {
      assertThat(limit.take("a")).isZero();
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(250));
    clock.advance(Duration.ofSeconds(250));
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void rightPassword_makesUpForOnesOwnOnly() {
    for (int i = 0; i < LoginLimit.OF_ONE; i++) {
      limit.take("a");
      limit.take("b");
    }
    limit.succeeded("a");
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("b")).isPositive();
  }

  @Test
  void manyAddresses_areLimitedTogether() {
    for (int i = 0; i < LoginLimit.OF_ALL; i++) {
      assertThat(limit.take("address" + i)).isZero();
    }
    assertThat(limit.take("another")).isEqualTo(LoginLimit.WINDOW);
    clock.advance(LoginLimit.WINDOW);
    assertThat(limit.take("another")).isZero();
  }
}
