package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SignedReleaseTest {
  private static final String KEY = "ab".repeat(32);

  @Test
  void release_whenAtItsBounds_isMade() {
    String longest = "x".repeat(SignedRelease.MAX_CHARS);

    assertThat(new SignedRelease(longest, longest, KEY, "").id()).isEqualTo(longest);
    assertThat(new SignedRelease("x", "", KEY, "").version()).isEmpty();
  }

  @Test
  void release_whenBeyondItsBounds_isRefusedAndNamesTheValue() {
    String tooLong = "x".repeat(SignedRelease.MAX_CHARS + 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("", "1", KEY, ""))
        .withMessageContaining("id: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease(tooLong, "1", KEY, ""))
        .withMessageContaining("id: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("x", tooLong, KEY, ""))
        .withMessageContaining("version: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("x", "1", "x", ""))
        .withMessageContaining("keyId: ");
  }
}
