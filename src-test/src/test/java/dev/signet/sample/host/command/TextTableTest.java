package dev.signet.sample.host.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void noLine_isWiderThanTheConsole() {
    TextTable table = new TextTable(List.of("plugin", "why", "what to do"));
    table.add(List.of("x".repeat(70), "word ".repeat(40).strip(), "y".repeat(200)));
    assertThat(table.render(120).lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(121));
  }

  @Test
  void everyWordOfALongCell_isThere() {
    TextTable table = new TextTable(List.of("plugin", "why", "what to do"));
    table.add(List.of("clock", "one two three four five six seven eight nine ten", "-"));
    assertThat(table.render(80))
        .contains("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
  }

  @Test
  void wrap_breaksBetweenWords() {
    assertThat(TextTable.wrap("to be or not to be", 8)).containsExactly("to be or", "not to", "be");
  }

  @Test
  void wrap_cutsAWordThatIsTooLong() {
    assertThat(TextTable.wrap("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
  }

  @Test
  void wrap_cutsALongPathAfterAFolder() {
    assertThat(TextTable.wrap("classes/dev/sample/Widget.class", 14))
        .containsExactly("classes/dev/", "sample/", "Widget.class");
  }

  @Test
  void wrap_keepsLineBreaks() {
    assertThat(TextTable.wrap("a b\nc", 10)).containsExactly("a b", "c");
  }

  @Test
  void wrap_neverCutsACharacterInTwo() {
    assertThat(TextTable.wrap("abc\ud83d\ude00d", 4)).containsExactly("abc", "\ud83d\ude00d");
  }

  @Test
  void rowOfAnotherLength_isRefused() {
    TextTable table = new TextTable(List.of("plugin", "why", "what to do"));
    assertThatIllegalArgumentException().isThrownBy(() -> table.add(List.of("clock")));
  }
}
