package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {

  /** The examples of Semantic Versioning 2.0.0, section 11, in one row. */
  @Test
  void semanticVersions_areOrderedAsTheSpecificationOrdersThem() {
    List<String> ascending =
        List.of(
            "0.9.9",
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.2.0",
            "1.10.0",
            "2.0.0-rc.1",
            "2.0.0",
            "2.1.0",
            "2.1.1",
            "99999999999999999999.0.0",
            "100000000000000000000.0.0");
    for (int i = 0; i < ascending.size(); i++) {
      for (int j = 0; j < ascending.size(); j++) {
        assertThat(sign(ascending.get(i), ascending.get(j)))
            .as(ascending.get(i) + " against " + ascending.get(j))
            .hasValue(Integer.compare(i, j));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.0.0+build.1, 1.0.0+build.2, 0",
    "1.0.0+build, 1.0.0, 0",
    "v1.2, 1.2.0, 0",
    "1, 1.0.0.0, 0",
    "1.2.3.4, 1.2.3, 1",
    "1.02, 1.2, 0",
    "2024.11.3, 2025.1, -1",
    "v1.9, V1.10, -1",
    "1.0-rc1, 1.0, -1",
    "1.0.0-SNAPSHOT, 1.0.0, -1",
    "1.0.0-0, 1.0.0-1, -1",
    "1.0.0-9, 1.0.0-10, -1",
    "nonsense, nonsense, 0",
    "'', '', 0"
  })
  void versionsOfRelatedForms_areOrdered(String version, String other, int expected) {
    assertThat(sign(version, other)).hasValue(expected);
    assertThat(sign(other, version)).hasValue(-expected);
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, other",
    "1.0.0, nonsense",
    "1.0.Final, 1.0.GA",
    "1.0.0, 1.0.0.RELEASE",
    "'', 1.0.0",
    "1..0, 1.0",
    "1.0-, 1.0",
    "-1, 1",
    "1.0, '1.0 '",
    "'1.0\n', 1.0",
    "\u0661.0, 1.0"
  })
  void nothing_isToldOfOtherForms(String version, String other) {
    assertThat(sign(version, other)).isEmpty();
    assertThat(sign(other, version)).isEmpty();
  }

  @Test
  void nothing_isToldOfVersionsTooLongToParse() {
    String numbers = "1.".repeat(500_000) + "1";
    String identifiers = "1.0.0-" + "a.".repeat(500_000) + "a";

    assertThat(sign(numbers, "1.0")).isEmpty();
    assertThat(sign(identifiers, "1.0")).isEmpty();
    assertThat(sign(numbers, numbers)).hasValue(0);
    assertThat(sign("1." + "0".repeat(998), "1")).hasValue(0);
  }

  private static OptionalInt sign(String version, String other) {
    OptionalInt result = VersionOrder.semantic().compare(version, other);
    return result.isPresent() ? OptionalInt.of(Integer.signum(result.getAsInt())) : result;
  }
}
