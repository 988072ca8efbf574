package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.JavaSources;
import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program does as a whole when a part of itself fails: in a JVM of its own. */
class MainTest {
  private static final String PROGRAM = "dev.signet.cli.Signet";

  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "OutOfMemoryError(\"heap\"), the memory does not suffice",
    "StackOverflowError(), StackOverflowError",
    "NoClassDefFoundError(\"a/B\"), install signet again",
    "ExceptionInInitializerError(\"x\"), install signet again",
    "IllegalStateException(\"a\\u001b[2Jb\"), the program failed",
    "AssertionError(\"x\"), the program failed",
    "ThreadDeath(), the program failed",
  })
  void program_whenItFailsBeforeItBegins_saysOneSentenceAndIsNoFinding(
      String fault, String sentence) {
    Programs.Outcome outcome = new Programs(temp).run(command(PROGRAM, program(fault)));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("signet: "))
        .allMatch(line -> line.contains(sentence) && line.contains("so nothing was decided"))
        .noneMatch(line -> line.contains("\u001b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"OutOfMemoryError(\"heap\")", "IllegalStateException(\"x\")"})
  void program_whenEvenTellingFails_isNoFinding(String fault) {
    String hostile =
        """
        package dev.signet.cli;
        final class Signet {
          Signet(dev.signet.cli.option.Terminal terminal) {}
          int run(String... args) {
            throw new RuntimeException() {
              @Override public String toString() { throw new %s; }
            };
          }
        }
        """
            .formatted(fault);

    Programs.Outcome outcome = new Programs(temp).run(command(PROGRAM, hostile));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"StackOverflowError()", "IllegalStateException(\"x\")"})
  void program_whenAskedForIt_printsWhereItFailed(String fault) {
    Programs.Outcome outcome =
        new Programs(temp).variable(ProgramFault.TRACE, "1").run(command(PROGRAM, program(fault)));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("at dev.signet.cli.Signet.run");
  }

  private static String program(String fault) {
    return """
        package dev.signet.cli;
        final class Signet {
          Signet(dev.signet.cli.option.Terminal terminal) {}
          int run(String... args) { throw new %s; }
        }
        """
        .formatted(fault);
  }

  /** Returns a command line on whose class path one class of the program is another. */
  private Object[] command(String name, String source) {
    Map<String, byte[]> classes = JavaSources.compile(Map.of(name, source), List.of(Main.class));
    Path folder = Trees.folder(temp.resolve("hostile"), classes);
    return new Object[] {
      Programs.ofJdk("java"),
      "-XX:TieredStopAtLevel=1",
      "-cp",
      folder + File.pathSeparator + System.getProperty("java.class.path"),
      Main.class.getName(),
      "integrity:check-app",
      "--path=."
    };
  }
}
