package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountTest {
  @ParameterizedTest
  @CsvSource({"0,0 files", "1,1 file", "2,2 files", "'1000','1,000 files'"})
  void of_whenOneOrMany_writesTheNounAccordingly(long count, String text) {
    assertThat(Count.of(count, "file")).isEqualTo(text);
    assertThat(Count.of(count, "file is", "files are"))
        .isEqualTo(text + (count == 1 ? " is" : " are"));
  }
}
