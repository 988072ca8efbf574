package dev.signet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests that documents promise are there, and each promise has one. */
class PromisesTest {
  private static final Path PROJECT =
      Path.of(System.getProperty("signet.sample.apps")).resolve("..").normalize();

  /** {@code [`Class.method`](file)} */
  private static final Pattern LINK =
      Pattern.compile("\\[`([A-Za-z0-9]+Test)\\.([A-Za-z0-9_]+)`]\\(([^)]+)\\)");

  private static final Pattern TABLE_ROW = Pattern.compile("(?m)^\\|(?! *---)(.*)\\|$");

  @ParameterizedTest
  @CsvSource({"SECURITY.md, 50", "docs/attacks.md, 100"})
  void testsOfADocument_areThere(String document, int atLeast) throws IOException {
    Path file = PROJECT.resolve(document);
    Matcher link = LINK.matcher(Files.readString(file));
    int links = 0;
    for (; link.find(); links++) {
      Path test = file.resolveSibling(link.group(3)).normalize();
      assertThat(test).as(link.group()).isRegularFile().hasFileName(link.group(1) + ".java");
      assertThat(Files.readString(test))
          .as(link.group())
          .containsPattern("@(Test|ParameterizedTest|RepeatedTest)\\b")
          .containsPattern("\\bvoid " + link.group(2) + "\\(");
    }
    assertThat(links).as("links to tests in " + document).isGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @CsvSource({
    "SECURITY.md, promise, test",
    "SECURITY.md, what, test",
    "docs/attacks.md, attack, test"
  })
  void everyRow_hasATest(String document, String first, String last) throws IOException {
    int rows = 0;
    for (List<String> table : tables(Files.readString(PROJECT.resolve(document)))) {
      String head = table.get(0).strip();
      if (!head.startsWith(first + " ") || !head.endsWith(last)) {
        continue;
      }
      for (String row : table.subList(1, table.size())) {
        assertThat(LINK.matcher(row).find()).as(row).isTrue();
        rows++;
      }
    }
    assertThat(rows).as("rows in " + document).isPositive();
  }

  private static List<List<String>> tables(String text) {
    return Pattern.compile("\n\n")
        .splitAsStream(text)
        .map(PromisesTest::rows)
        .filter(rows -> !rows.isEmpty())
        .toList();
  }

  private static List<String> rows(String block) {
    return TABLE_ROW.matcher(block).results().map(row -> row.group(1)).toList();
  }

  @Test
  void everyAttackTest_isNamedByADocument() throws IOException {
    String all =
        Files.readString(PROJECT.resolve("SECURITY.md"))
            + Files.readString(PROJECT.resolve("docs/attacks.md"));
    try (var tests = Files.list(PROJECT.resolve("src-test/src/test/java/dev/signet/attack"))) {
      assertThat(
              tests
                  .map(test -> test.getFileName().toString())
                  .filter(name -> name.endsWith("Test.java"))
                  .map(name -> name.replace(".java", ""))
                  .filter(name -> !all.contains("`" + name + ".")))
          .as("attack tests that neither SECURITY.md nor docs/attacks.md names")
          .isEmpty();
    }
  }
}
