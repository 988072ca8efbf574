package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTextTest {
  @Test
  void text_whenOfAnyCharacters_comesBackAsItWas() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c + "b\\u0041";
      String stored = StoredText.of(text);
      assertThat(StoredText.read(stored)).as("%x", c).isEqualTo(text);
      assertThat(stored).doesNotContain("\0");
      assertThat(stored.chars().noneMatch(each -> Character.isSurrogate((char) each)))
          .as("%x", c)
          .isTrue();
    }
    assertThat(StoredText.of("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }

  @ParameterizedTest
  @CsvSource({"clock,clock", "1.0-é,1.0-é", "a\\b,a\\\\b"})
  void text_whenOrdinary_isStoredAsPeopleReadIt(String text, String stored) {
    assertThat(StoredText.of(text)).isEqualTo(stored);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "a\\", "\\x", "\\u", "\\u00", "\\u00g0"})
  void text_whenNothingIsStoredLikeThat_isRefused(String stored) {
    assertThatIllegalArgumentException().isThrownBy(() -> StoredText.read(stored));
  }
}
