package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseChannelTest {
  @Test
  void stable_enforces() {
    assertThat(ReleaseChannel.STABLE.enforces()).isTrue();
    assertThat(new ReleaseChannel("stable")).isEqualTo(ReleaseChannel.STABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"beta", "Stable", "STABLE", "stable ", "", "st\u0430ble"})
  void channel_whenNotExactlyStable_doesNotEnforce(String name) {
    assertThat(new ReleaseChannel(name).enforces()).isFalse();
  }
}
