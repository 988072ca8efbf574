package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileDifferenceTest {
  @ParameterizedTest
  @CsvSource({
    FileDifference.CHANGED + ", true",
    FileDifference.MISSING + ", true",
    FileDifference.EXTRA + ", true",
    "Its line ends were changed., false"
  })
  void difference_isOrdinaryWhenItSaysNoMoreThanItsReason(String detail, boolean ordinary) {
    assertThat(FileDifference.isOrdinary(Finding.at(Reason.INVALID_HASH, "a", detail)))
        .isEqualTo(ordinary);
  }
}
