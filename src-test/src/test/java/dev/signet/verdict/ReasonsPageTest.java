package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page that admins are sent to says what the code says. */
class ReasonsPageTest {
  private static List<String> rows = List.of();

  @BeforeAll
  static void readPage() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("..", "docs", "reasons.md"))) {
      rows = lines.filter(line -> line.startsWith("| `")).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void reason_whenLookedUp_hasItsRow(Reason reason) {
    assertThat(rows)
        .filteredOn(row -> row.startsWith("| `" + reason + "` |"))
        .singleElement()
        .asString()
        .contains("| " + reason.state().name().toLowerCase(Locale.ROOT) + " |")
        .endsWith(
            "| " + reason.remedy().forAdministrator() + " | " + reason.remedy().forAuthor() + " |");
  }

  @Test
  void page_whenRead_hasNoOtherRows() {
    assertThat(rows).hasSameSizeAs(Reason.values());
  }
}
