package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @Test
  void plainText_whenPrinted_staysAsItIs() {
    assertThat(Printable.of("lib/caf\u00e9 \u65e5\u672c 1.0.jar"))
        .isEqualTo("lib/caf\u00e9 \u65e5\u672c 1.0.jar");
  }

  @Test
  void newlineAnsiAndBidi_whenPrinted_areInert() {
    assertThat(Printable.of("a\nb\u001b[2Jc\u202ed\u2028e\u0000"))
        .isEqualTo("a\\u000ab\\u001b[2Jc\\u202ed\\u2028e\\u0000");
  }

  @Test
  void textThatLooksEscaped_whenPrinted_cannotBeTakenForAnEscape() {
    assertThat(Printable.of("\\u000a")).isEqualTo("\\\\u000a");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0xad, 0x34f, 0x115f, 0x1160, 0x17b5, 0x180b, 0x200b, 0x200d, 0x2060, 0x2800, 0x3164, 0xfe0f,
        0xfeff, 0xffa0, 0xa0, 0x2003, 0x3000
      })
  void textWithoutInk_whenPrinted_isEscaped(int codePoint) {
    assertThat(Printable.of("clock" + Character.toString(codePoint)))
        .isEqualTo(String.format(Locale.ROOT, "clock\\u%04x", codePoint));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x34e, 0x350, 0x115e, 0x1161, 0x17b3, 0x17b6, 0x180a, 0x1810, 0x27ff, 0x2801, 0x3163,
        0x3165, 0xff9f, 0xffa1, 0xfe10, ' '
      })
  void textBesideSuchWithoutInk_whenPrinted_staysAsItIs(int codePoint) {
    String text = "a" + Character.toString(codePoint) + "b";

    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x17b4, 0x180f, 0xfe00, 0xe0100, 0xe01ef})
  void characterWithoutInk_isNotVisible(int codePoint) {
    assertThat(Printable.isVisible(codePoint)).isFalse();
  }

  @Test
  void variationSelectorAboveTheBmp_whenPrinted_isEscaped() {
    assertThat(Printable.of("a" + Character.toString(0xe0101))).isEqualTo("a\\udb40\\udd01");
  }

  @Test
  void loneSurrogate_whenPrinted_isEscaped() {
    assertThat(Printable.of("\ud800x")).isEqualTo("\\ud800x");
  }

  @Test
  void pairedSurrogates_whenPrinted_stayOneCharacter() {
    assertThat(Printable.of("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }

  @Test
  void veryLongText_whenPrinted_isCut() {
    assertThat(Printable.of("x".repeat(5_000))).hasSize(4_001).endsWith("\u2026");
  }
}
