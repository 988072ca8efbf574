package dev.signet.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void plainTextWhenPrintedStaysAsItIs() {
    assertThat(Printable.of("lib/caf\u00e9 \u65e5\u672c 1.0.jar"))
        .isEqualTo("lib/caf\u00e9 \u65e5\u672c 1.0.jar");
  }

  @Test
  void newlineAnsiAndBidiWhenPrintedAreInert() {
    assertThat(Printable.of("a\nb\u001b[2Jc\u202ed\u2028e\u0000"))
        .isEqualTo("a\\u000ab\\u001b[2Jc\\u202ed\\u2028e\\u0000");
  }

  @Test
  void textThatLooksEscapedWhenPrintedCannotBeTakenForAnEscape() {
    assertThat(Printable.of("\\u000a")).isEqualTo("\\\\u000a");
  }

  @Test
  void loneSurrogateWhenPrintedIsEscaped() {
    assertThat(Printable.of("\ud800x")).isEqualTo("\\ud800x");
  }

  @Test
  void pairedSurrogatesWhenPrintedStayOneCharacter() {
    assertThat(Printable.of("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
  }

  @Test
  void veryLongTextWhenPrintedIsCut() {
    assertThat(Printable.of("x".repeat(5_000))).hasSize(4_001).endsWith("\u2026");
  }
}
