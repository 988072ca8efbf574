package dev.signet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhpOrderTest {
  private static final List<String> NAMES =
      List.of(
          "9", "10", "1a", "1e1", "0x1A", " 9", "9 ", "1.5", ".5", "5.", "-3", "+3", "010", "a", "",
          "-", "1e1000", "2e1000", "10b", "é", "1\u0000");

  @Test
  void sort_whenComparisonHasNoContradiction_isOrderedForEveryPair() {
    Random random = new Random(1);
    int contradictory = 0;
    for (int round = 0; round < 5_000; round++) {
      List<String> names = new ArrayList<>(NAMES);
      Collections.shuffle(names, random);
      names = names.subList(0, 2 + random.nextInt(8));
      Optional<List<String>> expected = orderedForEveryPair(names);
      Optional<List<String>> sorted = PhpOrder.sort(names);

      if (expected.isPresent()) {
        assertThat(sorted).as("%s", names).isEqualTo(expected);
      } else {
        contradictory++;
      }
    }
    assertThat(contradictory).isBetween(100, 4_900);
  }

  /**
   * By brute force: the order in which every name is before all that follow it, if there is one.
   */
  private static Optional<List<String>> orderedForEveryPair(List<String> names) {
    List<String> rest = new ArrayList<>(names);
    List<String> ordered = new ArrayList<>();
    while (!rest.isEmpty()) {
      Optional<String> least =
          rest.stream()
              .filter(name -> rest.stream().allMatch(other -> isBefore(names, name, other)))
              .findFirst();
      if (least.isEmpty()) {
        return Optional.empty();
      }
      ordered.add(least.get());
      rest.remove(least.get());
    }
    return Optional.of(ordered);
  }

  private static boolean isBefore(List<String> names, String a, String b) {
    int order = PhpName.of(a).compareTo(PhpName.of(b));
    return order < 0 || (order == 0 && names.indexOf(a) <= names.indexOf(b));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "-1", "+1", "007", " 1", "1 ", "\t\n\r\u000B\f1\t", "9223372036854775807"})
  void name_whenItIsAnInteger_countsAsOne(String text) {
    assertThat(PhpName.of(text).kind()).isEqualTo(PhpName.Kind.INTEGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.", ".5", "1e3", "1.e3", "-1E-3", "00.0", "1e99999999999999999999"})
  void name_whenItHasPointOrExponent_countsAsReal(String text) {
    assertThat(PhpName.of(text).kind()).isEqualTo(PhpName.Kind.REAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", ".", "1a", "0x1A", "1e", "e1", "--1", "1 1", "1\u0000", "1\u00a0", "1_0", "INF",
        "NaN", "1f", "1d", "\u0661"
      })
  void name_whenPhpTakesItForText_countsAsText(String text) {
    assertThat(PhpName.of(text).kind()).isEqualTo(PhpName.Kind.TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775808, LARGE_INTEGER",
    "-9223372036854775808, INTEGER",
    "-9223372036854775809, LARGE_INTEGER",
    "00000000000000000000000000000000000007, INTEGER"
  })
  void name_whenIntegerIsLong_isJudgedByItsValue(String text, PhpName.Kind kind) {
    assertThat(PhpName.of(text).kind()).isEqualTo(kind);
  }

  @Test
  @Timeout(20)
  void sort_whenNamesAreManyAndHostile_takesBoundedTime() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 25_000; i++) {
      names.add(i + "." + "0".repeat(i % 50) + "1");
      names.add(i + "x");
    }
    Collections.shuffle(names, new Random(2));
    long start = System.nanoTime();

    assertThat(PhpOrder.sort(names)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  @Timeout(20)
  void name_whenItIsVeryLong_isReadInBoundedTimeAndDepth() {
    assertThat(PhpName.of("1".repeat(1 << 20)).kind()).isEqualTo(PhpName.Kind.LARGE_INTEGER);
    assertThat(PhpName.of("0".repeat(1 << 20)).kind()).isEqualTo(PhpName.Kind.INTEGER);
    assertThat(PhpName.of(" ".repeat(1 << 20)).kind()).isEqualTo(PhpName.Kind.TEXT);
    assertThat(PhpName.of("1." + "1".repeat(1 << 20) + "x").kind()).isEqualTo(PhpName.Kind.TEXT);
  }
}
