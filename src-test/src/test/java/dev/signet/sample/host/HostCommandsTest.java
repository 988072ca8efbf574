package dev.signet.sample.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.command.HostCommands;
import dev.signet.sign.PemFiles;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCommandsTest {
  @TempDir Path folder;
  private TestHost host;
  private Path downloads;
  private String said = "";

  @BeforeEach
  void setUp() throws IOException {
    host = new TestHost(folder);
    downloads = Files.createDirectories(folder.resolve("downloads"));
    Path trust = Files.createDirectories(folder.resolve("trust"));
    PemFiles.writeCertificates(trust.resolve("root.crt"), List.of(host.authority().certificate()));
    Files.writeString(
        folder.resolve("signet.yaml"),
        "plugins: plugins\ntrust: trust\nrequire: ALL\nstateDirectory: state\n");
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void pluginsLifeFromInstallToRemove() {
    Path first = host.signed("clock", "1.0.0").zip(downloads);
    Path second = host.signed("clock", "1.1.0").jar(downloads);

    assertThat(run("plugin:install", first, "--id", "clock")).isZero();
    assertThat(said).isEqualTo("Installed 'clock' 1.0.0.\n");
    assertThat(run("plugin:update", "clock", second)).isZero();
    assertThat(said).isEqualTo("Updated 'clock' from 1.0.0 to 1.1.0.\n");
    assertThat(host.plugins()).isDirectoryContaining("glob:**/clock.jar");
    assertThat(run("plugin:list")).isZero();
    assertThat(said).containsPattern("clock +1\\.1\\.0 +clock +verified +admitted");
    assertThat(run("plugin:remove", "clock")).isZero();
    assertThat(said).isEqualTo("Uninstalled 'clock' 1.1.0.\n");
    assertThat(run("plugin:list")).isZero();
    assertThat(said).doesNotContain("clock");
  }

  @Test
  void dryRunTellsAndChangesNothing() {
    Path first = host.signed("clock", "1.0.0").zip(downloads);
    assertThat(run("plugin:install", first, "--dry-run")).isZero();
    assertThat(said).isEqualTo("Would install 'clock' 1.0.0.\n");
    assertThat(host.plugins()).isEmptyDirectory();
    run("plugin:install", first);
    Path unsigned = PluginKit.plugin("clock", "2.0.0").zip(downloads);
    assertThat(run("plugin:update", "clock", unsigned, "--dry-run")).isEqualTo(1);
    assertThat(said)
        .startsWith("Would not update 'clock' 2.0.0 in the place of 1.0.0.")
        .contains("SIGNATURE_DROPPED");
  }

  @Test
  void refusedUpdateSaysWhyAndLeavesTheOldRelease() {
    run("plugin:install", host.signed("clock", "2.0.0").zip(downloads));
    Path lower = host.signed("clock", "1.0.0").zip(downloads);
    assertThat(run("plugin:update", "clock", lower)).isEqualTo(1);
    assertThat(said).contains("DOWNGRADE", "2.0.0");
    run("plugin:list");
    assertThat(said).containsPattern("clock +2\\.0\\.0");
    assertThat(run("plugin:update", "clock", lower, "--allow-downgrade")).isZero();
  }

  @Test
  void forgottenPluginMayComeInALowerVersionAgain() {
    run("plugin:install", host.signed("clock", "2.0.0").zip(downloads));
    run("plugin:remove", "clock");
    Path lower = host.signed("clock", "1.0.0").zip(downloads);
    assertThat(run("plugin:install", lower)).isEqualTo(1);
    assertThat(run("ledger:forget", "clock")).isZero();
    assertThat(run("plugin:install", lower)).isZero();
  }

  @Test
  void damagedLedgerIsResetOnPurpose() throws IOException {
    Path bundle = host.signed("clock", "1.0.0").zip(downloads);
    run("plugin:list");
    Files.writeString(host.state().resolve("ledger.json"), "damaged");
    assertThat(run("plugin:install", bundle)).isEqualTo(1);
    assertThat(said).contains("STATE_UNAVAILABLE");
    assertThat(run("ledger:reset")).isZero();
    assertThat(run("plugin:install", bundle)).isZero();
  }

  @Test
  void removedDataIsGoneOnlyWhenAsked() throws IOException {
    Path bundle = host.signed("clock", "1.0.0").zip(downloads);
    run("plugin:install", bundle);
    Path data = Files.createDirectories(host.state().resolve("data/clock"));
    run("plugin:remove", "clock");
    assertThat(data).exists();
    run("plugin:install", bundle);
    run("plugin:remove", "clock", "--delete-data");
    assertThat(data).doesNotExist();
  }

  @Test
  void runningHostIsNotDisturbed() {
    host.started();
    Path bundle = host.signed("clock", "1.0.0").zip(downloads);
    assertThat(run("plugin:install", bundle)).isEqualTo(2);
    assertThat(said).contains("Not done: ", host.state().toString());
    assertThat(host.plugins()).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugin:instal x.zip",
        "plugin:install",
        "plugin:install nowhere.zip",
        "plugin:update clock",
        "plugin:list --chanel",
        "plugin:list --config=nowhere.yaml"
      })
  void whatCannotBeUsedIsNamed(String line) {
    List<String> words = List.of(line.split(" "));
    assertThat(run(words.toArray())).isEqualTo(2);
    String last = words.get(words.size() - 1).replaceFirst(".*=", "");
    assertThat(said).containsAnyOf(last, "PATH").doesNotContain("Exception");
  }

  @Test
  void helpNamesTheCommands() {
    assertThat(HostCommands.isMeant(List.of("--help"))).isTrue();
    assertThat(HostCommands.isMeant(List.of("--serve"))).isFalse();
    assertThat(run("--help")).isZero();
    assertThat(said)
        .contains("plugin:install", "plugin:update", "plugin:remove", "ledger:reset", "--serve");
  }

  private int run(Object... arguments) {
    List<String> line = new ArrayList<>();
    for (Object argument : arguments) {
      line.add(argument.toString());
    }
    if (!line.get(0).startsWith("-") && line.stream().noneMatch(w -> w.startsWith("--config"))) {
      line.add("--config=" + folder.resolve("signet.yaml"));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    int code = HostCommands.run(line, out, out, 120);
    said = bytes.toString(UTF_8);
    return code;
  }
}
