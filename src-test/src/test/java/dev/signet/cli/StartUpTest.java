package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Programs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartUpTest {
  private static final List<String> COMMANDS =
      List.of("", "integrity:check-app", "integrity:sign-app", "key:request", "ca:init");

  @TempDir private Path temp;

  /** What the start-up benchmark rests on, and what a busy machine cannot blur. */
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
          .doesNotContain("org.bouncycastle", "com.fasterxml", "jdk.jfr.internal", "org.slf4j");
    }
  }

  /** What compares records is made at run time, with dozens of classes that no archive holds. */
  @Test
  void signet_whenItChecks_loadsNoFlightRecorderNorWhatComparesRecords() {
    Author author = new Author(temp);
    Path plugin = author.plugin("clock");
    Programs.Outcome signing =
        new Programs(temp)
            .signet(
                "integrity:sign-app",
                "--path=" + plugin,
                author.key("hello"),
                author.certificate("hello"));
    assertThat(signing.exitCode()).isZero();

    Programs.Outcome outcome =
        new Programs(temp)
            .variable("JDK_JAVA_OPTIONS", "-Xlog:class+load")
            .signet("integrity:check-app", "--path=" + plugin, author.trust());

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("dev.signet.verify.VerificationEvent")
        .doesNotContain("jdk.jfr.internal", "java.lang.runtime.ObjectMethods");
  }
}
