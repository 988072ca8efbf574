package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table in the code, and the one that administrators read. */
class DimensionTest {
  private static final Pattern CODE = Pattern.compile("`([A-Z_]+)`");
  private static final Map<Reason, Set<String>> PAGE = new EnumMap<>(Reason.class);

  @BeforeAll
  static void readPage() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("..", "docs", "reasons.md"))) {
      lines
          .filter(line -> line.startsWith("| **"))
          .map(line -> line.split("\\|"))
          .forEach(
              cells -> {
                String word = cells[1].replace("*", "").strip();
                CODE.matcher(cells[3])
                    .results()
                    .forEach(
                        code ->
                            PAGE.computeIfAbsent(
                                    Reason.valueOf(code.group(1)), key -> new TreeSet<>())
                                .add(word));
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void reason_whenLookedUp_hasTheDimensionsOfTheCode(Reason reason) {
    Set<String> words = new TreeSet<>();
    Dimension.of(reason).forEach(dimension -> words.add(dimension.word()));
    assertThat(PAGE.get(reason)).isEqualTo(words.isEmpty() ? Set.of("none") : words);
  }

  @ParameterizedTest
  @EnumSource(Dimension.class)
  void dimension_hasReasons(Dimension dimension) {
    assertThat(Stream.of(Reason.values()).map(Dimension::of))
        .anySatisfy(dimensions -> assertThat(dimensions).contains(dimension));
  }

  @Test
  void words_areJoinedAsInASentence() {
    assertThat(Dimension.words(Set.of())).isEmpty();
    assertThat(Dimension.words(Set.of(Dimension.EXPIRY))).isEqualTo("expiry");
    assertThat(Dimension.words(Set.of(Dimension.EXPIRY, Dimension.INTEGRITY)))
        .isEqualTo("integrity and expiry");
    assertThat(List.of(Dimension.words(Set.of(Dimension.values()))))
        .containsExactly("integrity, authenticity, revocation, expiry and freshness");
  }
}
