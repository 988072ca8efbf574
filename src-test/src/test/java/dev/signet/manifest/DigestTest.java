package dev.signet.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String HEX = "0123456789abcdef".repeat(8);

  @Test
  void parse_whenTextIs128LowerCaseHexDigits_givesTheSameTextBack() {
    assertThat(Digest.parse(HEX).map(Digest::hex)).contains(HEX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
            + "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
        " 23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef01"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "٠123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void parse_whenTextIsAnythingElse_isEmpty(String text) {
    assertThat(Digest.parse(text)).isEmpty();
  }

  @Test
  void parse_whenTextIsOneDigitLonger_isEmpty() {
    assertThat(Digest.parse(HEX + "0")).isEmpty();
    assertThat(Digest.parse(HEX.substring(1))).isEmpty();
  }

  @Test
  void of_whenLengthIsWrong_namesTheParameter() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Digest.of(new byte[63]))
        .withMessageContaining("bytes");
  }

  @Test
  void of_whenArrayChangesLater_staysAsItWas() {
    byte[] bytes = new byte[64];
    Digest digest = Digest.of(bytes);
    bytes[0] = 1;

    assertThat(digest).isEqualTo(Digest.of(new byte[64]));
    assertThat(digest).hasSameHashCodeAs(Digest.of(new byte[64]));
    assertThat(digest).isNotEqualTo(Digest.of(bytes));
  }
}
