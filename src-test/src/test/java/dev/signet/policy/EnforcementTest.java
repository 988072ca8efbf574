package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnforcementTest {
  @Test
  void enforcements_areOrderedFromTheStrictest() {
    assertThat(Enforcement.values())
        .containsExactly(Enforcement.ENFORCE, Enforcement.WARN, Enforcement.OFF)
        .extracting(Enforcement::word)
        .containsExactly("enforce", "warn", "off");
  }
}
