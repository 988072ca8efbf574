package dev.signet.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A class is read in one go: its source is short, and few are longer than a few screens. */
class SourceSizeTest {
  private static final int LONGEST = 300;
  private static final int LONG = 200;

  /** Ten are wanted; to be lowered whenever fewer are left. */
  private static final int MOST_LONG = 27;

  private static final Map<String, Long> LINES = new TreeMap<>();

  @BeforeAll
  static void countLines() throws IOException {
    Path project = Path.of(System.getProperty("signet.sample.apps")).resolve("..").normalize();
    for (String module : List.of("loader", "sample-host")) {
      try (Stream<Path> files = Files.walk(project.resolve(module))) {
        for (Path file : files.filter(SourceSizeTest::isMainSource).toList()) {
          try (Stream<String> lines = Files.lines(file)) {
            LINES.put(project.relativize(file).toString(), lines.count());
          }
        }
      }
    }
  }

  private static boolean isMainSource(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.contains("/src/main/java/")
        && path.endsWith(".java")
        && !path.endsWith("/package-info.java");
  }

  @Test
  void sources_areFound() {
    assertThat(LINES.keySet())
        .hasSizeGreaterThan(500)
        .anyMatch(path -> path.endsWith("PluginAdmission.java"))
        .anyMatch(path -> path.endsWith("Dashboard.java"));
  }

  @Test
  void sources_haveAtMostThreeHundredLines() {
    assertThat(longerThan(LONGEST))
        .as("sources of more than %d lines: split them by what they answer for", LONGEST)
        .isEmpty();
  }

  @Test
  void sources_areSeldomLongerThanTwoHundredLines() {
    Map<String, Long> found = longerThan(LONG);
    assertThat(found.size())
        .as("sources of more than %d lines: %s", LONG, found)
        .isLessThanOrEqualTo(MOST_LONG);
  }

  private static Map<String, Long> longerThan(int lines) {
    Map<String, Long> longer = new TreeMap<>(LINES);
    longer.values().removeIf(count -> count <= lines);
    return longer;
  }
}
