package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a\u001b[31mb | a\\u001b[31mb",
        "a\u202eb     | a\\u202eb",
        "a\u2028b     | a\\u2028b",
        "a\ud800b     | a\\ud800b",
        "a\udb40\udc01b | a\\U000e0001b",
        "\u00e4\ud83d\ude00 plain \\ text | \u00e4\ud83d\ude00 plain \\ text"
      })
  void escapeKeepsWhatIsPlainAndShowsTheRest(String text, String expected) {
    assertThat(Printable.escape(text)).isEqualTo(expected);
  }

  @Test
  void escapeLeavesOneLine() {
    assertThat(Printable.escape("a\nb\r\tc\0")).isEqualTo("a\\u000ab\\u000d\\u0009c\\u0000");
  }
}
