package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.benchmark.StartUp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpTest {
  private static final double MOST = 1.5;
  private static final int ROUNDS = 5;
  private static final int TRIES = 4;
  private static final List<String> COMMANDS =
      List.of("", "integrity:check-app", "integrity:sign-app", "key:request", "ca:init");

  @TempDir private Path temp;

  /** The shortest times of a few turns: a busy machine makes all longer, and none shorter. */
  @Test
  void signet_whenAskedForHelp_startsAlmostAsFastAsAnEmptyProgram() throws Exception {
    Path signet = Programs.jar();
    Path empty = StartUp.emptyProgram(temp.resolve("empty.jar"));
    StartUp startUp =
        new StartUp().program(empty).program(signet, "--version").program(signet, "--help");
    double version = Double.MAX_VALUE;
    double help = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && Math.max(version, help) >= MOST; i++) {
      List<StartUp.Timing> timings = startUp.measure(ROUNDS);
      version = Math.min(version, timings.get(1).ratioTo(timings.get(0)));
      help = Math.min(help, timings.get(2).ratioTo(timings.get(0)));
    }

    assertThat(version).as("--version against an empty program").isLessThan(MOST);
    assertThat(help).as("--help against an empty program").isLessThan(MOST);
  }

  /** What the numbers rest on, and what a busy machine cannot blur. */
  @Test
  void signet_whenAskedForHelp_loadsNoLibraryButPicocli() {
    for (String command : COMMANDS) {
      Object[] words =
          command.isEmpty() ? new Object[] {"--help"} : new Object[] {command, "--help"};
      Programs.Outcome outcome =
          new Programs(temp).variable("JDK_JAVA_OPTIONS", "-Xlog:class+load").signet(words);

      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.out()).contains("picocli.CommandLine", "dev.signet.cli.Signet");
      assertThat(outcome.out())
          .doesNotContain("org.bouncycastle", "com.fasterxml", "com.github.benmanes", "org.slf4j");
    }
  }
}
