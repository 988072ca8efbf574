package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Programs;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that ships, copied, and run as an administrator would. */
class ShippedHostTest {
  private static final Path APPS = Path.of(System.getProperty("signet.sample.apps"));
  private static final Path BUILT = APPS.resolve("../sample-host/app/target/host").normalize();

  @TempDir Path temp;
  private Path host;

  @BeforeEach
  void install() {
    host = temp.resolve("host");
    for (String part : List.of("lib", "core", "config", "trust")) {
      Trees.copy(BUILT.resolve(part), host.resolve(part));
    }
    Trees.copy(APPS.resolve("clock/target/plugin"), host.resolve("plugins"));
  }

  @Test
  void start_whenAsShipped_verifiesItselfAndRunsPlugins() throws Exception {
    assertThat(run())
        .contains("This host itself: verified", "clock contributes \"World clock\"")
        .doesNotContain("cannot run");
    assertThat(host.resolve("state/ledger.json")).content().contains("clock");
    // What running leaves behind is not the signature's business.
    assertThat(run()).contains("This host itself: verified");
  }

  @Test
  void start_whenItsFolderWasChanged_saysSoAndRuns() throws Exception {
    Files.writeString(host.resolve("lib/dropped-in.jar"), "nobody signed this");
    assertThat(run())
        .contains(
            "This host itself: modified", "EXTRA_FILE: lib/dropped-in.jar", "clock contributes");
  }

  @Test
  void start_whenASettingIsWrong_saysWhereAndRunsNothing() throws Exception {
    Path settings = host.resolve("config/signet.yaml");
    Files.writeString(settings, Files.readString(settings).replace("ALL", "SOME"));
    assertThat(run())
        .contains("The host cannot run", "signet.yaml:4", "require", "FEATURED")
        .doesNotContain("contributes");
  }

  private String run() throws IOException {
    Path jar;
    try (Stream<Path> libraries = Files.list(host.resolve("lib"))) {
      jar =
          libraries
              .filter(each -> each.getFileName().toString().matches("signet-sample-host-[0-9].*"))
              .findFirst()
              .orElseThrow();
    }
    Programs.Outcome outcome = new Programs(host).java("-jar", jar);
    return outcome.out() + outcome.err();
  }
}
