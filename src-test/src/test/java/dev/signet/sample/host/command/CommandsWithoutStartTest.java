package dev.signet.sample.host.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.Dashboard;
import dev.signet.testkit.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands run no plugin but the one that is installed, and what that needs. */
class CommandsWithoutStartTest {
  @TempDir Path folder;
  private CommandedHost host;

  @BeforeEach
  void setUp() throws IOException {
    host = new CommandedHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void noPlugin_runsWhereNoneIsInstalled() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("disk", "1.0.0").zip(host.plugins());
    Path newer = host.signed("clock", "1.1.0").zip(host.downloads());

    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.run("plugin:update", "clock", newer, "--dry-run")).isZero();
    assertThat(host.run("ledger:forget", "clock")).isZero();
    assertThat(host.run("plugin:remove", "disk")).isZero();
    assertThat(host.run("ledger:reset")).isZero();
    assertThat(Trace.all()).isEmpty();
  }

  @Test
  void plugin_whenItThrowsAnErrorAtItsStart_isListedAndRemoved() {
    host.throwing("start", "clock", "1.0.0").zip(host.plugins());
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).containsPattern("clock +1\\.0\\.0 +clock +verified +admitted");
    assertThat(host.run("plugin:remove", "clock")).isZero();
    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/clock*");
  }

  @Test
  void hostOfAPlugin_whenItThrowsAnError_runsAllTheSame() throws Exception {
    host.throwing("start", "bad", "1.0.0").zip(host.plugins());
    host.throwing("stop", "worse", "1.0.0").zip(host.plugins());
    try (Dashboard dashboard = Dashboard.open(host.settings())) {
      assertThat(dashboard.plugins()).hasSize(2);
      assertThat(dashboard.isInWorkingOrder()).isFalse();
    }
    // Closed in spite of all that, it holds its state directory no longer.
    Dashboard.open(host.settings()).close();
  }

  @Test
  void install_runsOnlyThePluginAndWhatItNeeds() {
    host.signed("base", "1.0.0").zip(host.plugins());
    host.signed("disk", "1.0.0").zip(host.plugins());
    host.throwing("start", "bad", "1.0.0").zip(host.plugins());
    Path bundle = host.signed("clock", "1.0.0").requires("base").zip(host.downloads());

    assertThat(host.run("plugin:install", bundle)).isZero();
    assertThat(started()).containsExactly("base started", "clock started");
  }

  @Test
  void release_whenItThrowsAnErrorAtItsStart_isNotInstalled() {
    assertThat(
            host.run(
                "plugin:install", host.throwing("start", "clock", "1.0.0").zip(host.downloads())))
        .isEqualTo(1);
    assertThat(host.said()).contains("'clock' is left as it was: ", "AssertionError: no");
    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/clock*");
  }

  @Test
  void release_whenItDoesNotStart_givesWayToTheOldOne() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    Path newer = host.throwing("start", "clock", "1.1.0").zip(host.downloads());

    assertThat(host.run("plugin:update", "clock", newer)).isEqualTo(1);
    assertThat(host.said()).contains("AssertionError: no", "Everything is as it was before.");
    host.run("plugin:list");
    assertThat(host.said()).containsPattern("clock +1\\.0\\.0");
    assertThat(started()).isEmpty();
  }

  @Test
  void release_whenItStarts_takesThePlaceOfOneThatDoesNot() {
    host.throwing("start", "clock", "1.0.0").zip(host.plugins());
    Path newer = host.signed("clock", "1.1.0").zip(host.downloads());

    assertThat(host.run("plugin:update", "clock", newer)).isZero();
    assertThat(started()).containsExactly("clock started");
  }

  @Test
  void disabledPlugin_isUpdatedAndStaysStopped() throws IOException {
    host.signed("clock", "1.0.0").zip(host.plugins());
    Files.writeString(host.plugins().resolve("disabled.txt"), "clock\n");
    Path newer = host.signed("clock", "1.1.0").zip(host.downloads());

    assertThat(host.run("plugin:update", "clock", newer)).isZero();
    assertThat(started()).isEmpty();
  }

  @Test
  void dependents_whenAPluginIsUpdated_areNeitherStartedNorSaidToBe() {
    host.signed("base", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").requires("base").zip(host.plugins());
    Path newer = host.signed("base", "1.1.0").zip(host.downloads());

    assertThat(host.run("plugin:update", "base", newer)).isZero();
    assertThat(host.said()).isEqualTo("Updated 'base' from 1.0.0 to 1.1.0.\n");
    assertThat(started()).containsExactly("base started");
  }

  @Test
  void plugin_whenItThrowsAnErrorAsItIsStopped_isInstalledAllTheSame() {
    Path bundle = host.throwing("stop", "clock", "1.0.0").zip(host.downloads());
    assertThat(host.run("plugin:install", bundle)).isZero();
    assertThat(host.said()).isEqualTo("Installed 'clock' 1.0.0.\n");
    assertThat(host.run("plugin:list")).isZero();
  }

  private static List<String> started() {
    return Trace.all().stream().filter(event -> event.endsWith(" started")).toList();
  }
}
