package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.Dashboard;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostCommandsTest {
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
  void plugin_whenInstalledUpdatedAndRemoved_isThereOrGone() {
    Path first = host.signed("clock", "1.0.0").zip(host.downloads());
    Path second = host.signed("clock", "1.1.0").jar(host.downloads());

    assertThat(host.run("plugin:install", first, "--id", "clock")).isZero();
    assertThat(host.said()).isEqualTo("Installed 'clock' 1.0.0.\n");
    assertThat(host.run("plugin:update", "clock", second)).isZero();
    assertThat(host.said()).isEqualTo("Updated 'clock' from 1.0.0 to 1.1.0.\n");
    assertThat(host.plugins()).isDirectoryContaining("glob:**/clock.jar");
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).containsPattern("clock +1\\.1\\.0 +clock +verified +admitted");
    assertThat(host.run("plugin:remove", "clock")).isZero();
    assertThat(host.said()).isEqualTo("Uninstalled 'clock' 1.1.0.\n");
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).doesNotContain("clock");
  }

  @Test
  void dryRun_tellsAndChangesNothing() {
    Path first = host.signed("clock", "1.0.0").zip(host.downloads());
    assertThat(host.run("plugin:install", first, "--dry-run")).isZero();
    assertThat(host.said()).isEqualTo("Would install 'clock' 1.0.0.\n");
    assertThat(host.plugins()).isEmptyDirectory();
    host.run("plugin:install", first);
    Path unsigned = PluginKit.plugin("clock", "2.0.0").zip(host.downloads());
    assertThat(host.run("plugin:update", "clock", unsigned, "--dry-run")).isEqualTo(1);
    assertThat(host.said())
        .startsWith("Would not update 'clock' 2.0.0 in the place of 1.0.0.")
        .contains("SIGNATURE_DROPPED");
  }

  @Test
  void dryRun_foretellsWhatTheRealRunDoes() {
    Path first = host.signed("clock", "1.0.0").zip(host.downloads());
    Path second = host.signed("clock", "1.1.0").jar(host.downloads());

    assertThat(host.run("plugin:update", "clock", first, "--dry-run")).isEqualTo(1);
    assertThat(host.said())
        .isEqualTo("Would not update 'clock' 1.0.0: it is not there; install it.\n");
    assertThat(host.run("plugin:update", "clock", first)).isEqualTo(1);
    assertThat(host.said()).contains("it is not there; install it.");

    host.run("plugin:install", first);
    assertThat(host.run("plugin:install", second, "--dry-run")).isEqualTo(1);
    assertThat(host.said())
        .isEqualTo("Would not install 'clock' 1.1.0: it is there already; update it.\n");
    assertThat(host.run("plugin:install", second)).isEqualTo(1);
    assertThat(host.said()).contains("it is there already; update it.");
    assertThat(host.run("plugin:update", "clock", second, "--dry-run")).isZero();
    assertThat(host.said()).isEqualTo("Would update 'clock' 1.1.0 in the place of 1.0.0.\n");
  }

  @Test
  void refusedUpdate_saysWhyAndLeavesTheOldRelease() {
    host.run("plugin:install", host.signed("clock", "2.0.0").zip(host.downloads()));
    Path lower = host.signed("clock", "1.0.0").zip(host.downloads());
    assertThat(host.run("plugin:update", "clock", lower)).isEqualTo(1);
    assertThat(host.said()).contains("DOWNGRADE", "2.0.0");
    host.run("plugin:list");
    assertThat(host.said()).containsPattern("clock +2\\.0\\.0");
    assertThat(host.run("plugin:update", "clock", lower, "--allow-downgrade")).isZero();
  }

  @Test
  void updateByANewKey_isRefusedUnlessConfirmedAndThenQuiet() {
    host.run("plugin:install", host.signed("clock", "1.0.0").zip(host.downloads()));
    Path release = host.byANewKey("clock", "1.1.0").zip(host.downloads());
    assertThat(host.run("plugin:update", "clock", release)).isEqualTo(1);
    assertThat(host.said()).contains("KEY_CHANGED", "serial number", "--confirm-changes");
    assertThat(host.run("plugin:update", "clock", release, "--confirm-changes", "--dry-run"))
        .isZero();
    assertThat(host.run("plugin:update", "clock", release)).isEqualTo(1);
    assertThat(host.run("plugin:update", "clock", release, "--confirm-changes")).isZero();
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).contains("admitted").doesNotContain("KEY_CHANGED");
    host.run("plugin:remove", "clock");
    Path third = host.byANewKey("clock", "1.2.0").zip(host.downloads());
    assertThat(host.run("plugin:install", third)).isEqualTo(1);
    assertThat(host.run("plugin:install", third, "--confirm-changes")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "newKeys: refuse\n"})
  void pluginByANewKey_isConfirmedByCommandAndThenQuiet(String rule) throws IOException {
    host.run("plugin:install", host.signed("clock", "1.0.0").zip(host.downloads()));
    host.setting(rule);
    Trees.delete(host.plugins().resolve("clock"));
    host.byANewKey("clock", "1.1.0").folder(host.plugins());
    host.run("plugin:list");
    assertThat(host.said()).contains("KEY_CHANGED", "plugin:confirm");

    assertThat(host.run("plugin:confirm", "clock", "--dry-run")).isZero();
    assertThat(host.said()).contains("KEY_CHANGED: ", "Would confirm 'clock' 1.1.0.");
    assertThat(host.run("plugin:confirm", "clock", "--key", "ab".repeat(32))).isEqualTo(1);
    assertThat(host.complained()).contains("not the key that signs it: ");
    String key = host.complained().replaceAll("(?s).*signs it: ", "").strip();
    String asPrinted = key.toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:");
    assertThat(host.run("plugin:confirm", "clock", "--key", asPrinted)).isZero();
    assertThat(host.said()).contains("Confirmed 'clock' 1.1.0 by the key " + key + ".");

    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).contains("admitted").doesNotContain("KEY_CHANGED");
    assertThat(host.run("plugin:confirm", "clock")).isEqualTo(2);
    assertThat(host.complained()).contains("Nothing of 'clock' waits to be confirmed.");
    assertThat(host.run("plugin:confirm", "nothing")).isEqualTo(2);
  }

  @Test
  void modifiedPlugin_isRepairedByTheAdministratorFromWhatIsToldToDo() throws IOException {
    Path clock = host.signed("clock", "1.0.0").file("zones", new byte[1]).folder(host.plugins());
    assertThat(host.run("plugin:list")).isZero();
    Files.write(clock.resolve("zones"), new byte[] {7});
    Files.writeString(clock.resolve("mine.txt"), "mine");
    host.run("plugin:list");
    assertThat(host.said()).contains("INVALID_HASH", "EXTRA_FILE", "plugin:repair");

    assertThat(host.run("plugin:repair", "clock", "--dry-run")).isZero();
    assertThat(host.said())
        .contains(
            "    mine.txt: moved aside",
            "    zones: replaced; what is there is kept aside",
            "Would repair 'clock' 1.0.0.");
    assertThat(clock.resolve("mine.txt")).hasContent("mine");
    assertThat(host.run("plugin:repair", "clock")).isZero();
    assertThat(host.said()).contains("Repaired 'clock' 1.0.0. What was there and is not the");
    assertThat(host.plugins().resolve(".signet-install/aside/clock-1/mine.txt")).hasContent("mine");
    assertThat(clock.resolve("zones")).hasBinaryContent(new byte[1]);
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).contains("admitted").doesNotContain("refused");

    assertThat(host.run("plugin:repair", "clock")).isEqualTo(1);
    assertThat(host.complained()).contains("there is nothing to repair.");
    assertThat(host.run("plugin:repair", "clock", "--dry-run")).isEqualTo(1);
    assertThat(host.complained()).contains("Would not repair 'clock' 1.0.0: its files are those");
  }

  @Test
  void pluginWithoutACopy_isRepairedByItsFileNameFromTheRelease() throws IOException {
    Path release = host.signed("clock", "1.0.0").jar(host.downloads());
    Path clock = Files.copy(release, host.plugins().resolve("my-clock.jar"));
    host.run("plugin:list");
    Trees.delete(host.state().resolve("sealed"));
    Files.writeString(clock, "no jar");
    assertThat(host.run("plugin:repair", "my-clock.jar")).isEqualTo(1);
    assertThat(host.complained()).contains("no verified copy of it. Name the author's release");
    assertThat(host.run("plugin:repair", "my-clock.jar", "--from", release)).isZero();
    assertThat(clock).hasSameBinaryContentAs(release);
    assertThat(host.run("plugin:repair", "none")).isEqualTo(2);
    assertThat(host.complained()).contains("There is no 'none' in the plugins folder");
    assertThat(host.run("plugin:repair", "clock", "--from", "none.zip")).isEqualTo(2);
    assertThat(host.complained()).contains("There is no none.zip; check the name.");
  }

  @Test
  void forgottenPlugin_mayComeInALowerVersionAgain() {
    host.run("plugin:install", host.signed("clock", "2.0.0").zip(host.downloads()));
    host.run("plugin:remove", "clock");
    Path lower = host.signed("clock", "1.0.0").zip(host.downloads());
    assertThat(host.run("plugin:install", lower)).isEqualTo(1);
    assertThat(host.run("ledger:forget", "clock")).isZero();
    assertThat(host.run("plugin:install", lower)).isZero();
  }

  @Test
  void damagedLedger_isResetOnPurpose() throws IOException {
    Path bundle = host.signed("clock", "1.0.0").zip(host.downloads());
    host.run("plugin:list");
    Files.writeString(host.state().resolve("ledger.json"), "damaged");
    assertThat(host.run("plugin:install", bundle)).isEqualTo(1);
    assertThat(host.said()).contains("STATE_UNAVAILABLE");
    assertThat(host.run("ledger:reset")).isZero();
    assertThat(host.run("plugin:install", bundle)).isZero();
  }

  @Test
  void removedData_isGoneOnlyWhenAsked() throws IOException {
    Path bundle = host.signed("clock", "1.0.0").zip(host.downloads());
    host.run("plugin:install", bundle);
    Path data = Files.createDirectories(host.state().resolve("data/clock"));
    host.run("plugin:remove", "clock");
    assertThat(data).exists();
    host.run("plugin:install", bundle);
    host.run("plugin:remove", "clock", "--delete-data");
    assertThat(data).doesNotExist();
  }

  @Test
  void dataOfAPlugin_whenThatIsGone_canBeDeleted() throws IOException {
    host.run("plugin:install", host.signed("clock", "1.0.0").zip(host.downloads()));
    Path data = Files.createDirectories(host.state().resolve("data/clock"));
    host.run("plugin:remove", "clock");

    assertThat(host.run("plugin:remove", "clock", "--delete-data")).isZero();
    assertThat(data).doesNotExist();
    assertThat(host.run("plugin:remove", "clock", "--delete-data")).isEqualTo(1);
    assertThat(host.complained()).contains("it is not there");
  }

  @Test
  void change_whenItCannotBePutRight_isAProblemOfEachCommand() throws IOException {
    Trees.write(
        host.plugins().resolve(".signet-install/1/journal.json"), "damaged".getBytes(UTF_8));
    for (String command : List.of("plugin:list", "ledger:forget clock")) {
      assertThat(host.run((Object[]) command.split(" "))).isZero();
      assertThat(host.complained()).contains("can neither be finished nor undone").hasLineCount(1);
    }
    Path bundle = host.signed("clock", "1.0.0").zip(host.downloads());
    assertThat(host.run("plugin:install", bundle)).isEqualTo(1);
  }

  @Test
  void interruptedChange_whenItWasPutRight_isTold() throws IOException {
    Path old = host.signed("clock", "1.0.0").folder(host.plugins());
    Path change = host.plugins().resolve(".signet-install/1");
    Trees.write(
        change.resolve("journal.json"),
        """
        {"version": 1, "action": "UPDATE", "plugin": "clock", "phase": "SWAPPING",
         "installed": "clock", "replaced": ["clock"]}
        """
            .getBytes(UTF_8));
    Files.createDirectories(change.resolve("new"));
    Files.createDirectories(change.resolve("old"));
    Files.move(old, change.resolve("old/clock"));

    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said())
        .startsWith("An interrupted update of 'clock' in")
        .containsPattern("clock +1\\.0\\.0 +clock +verified +admitted");
    assertThat(host.complained()).isEmpty();
    host.run("plugin:list");
    assertThat(host.said()).doesNotContain("interrupted");
  }

  @Test
  void plugins_whenTheyNeedEachOther_areListedAndCanBeRemoved() {
    host.signed("chicken", "1.0.0").requires("egg").zip(host.plugins());
    host.signed("egg", "1.0.0").requires("chicken").zip(host.plugins());

    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).contains("in a circle");
    assertThat(host.run("plugin:remove", "egg")).isZero();
  }

  @Test
  void plugin_whenItNeedsWhatIsNotThere_isListedAndCanBeHelped() {
    host.signed("user", "1.0.0").requires("base").zip(host.plugins());
    Path base = host.signed("base", "1.0.0").zip(host.downloads());

    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.complained()).isEmpty();
    assertThat(host.said()).contains("DEPENDENCY_UNMET: It needs 'base'");
    assertThat(host.run("plugin:install", base)).isZero();
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.complained()).isEmpty();
    assertThat(host.run("plugin:remove", "user")).isZero();
  }

  @Test
  void pluginsRoot_whenItCannotBeListed_isARowAndAnExitCode() throws IOException {
    Files.delete(host.plugins());
    Files.writeString(host.plugins(), "no folder");

    assertThat(host.run("plugin:list")).isEqualTo(1);
    assertThat(host.said())
        .containsPattern("plugins +- +- +unknown +not listed")
        .contains("IO_ERROR");
  }

  @Test
  void admittedPlugin_whenItThrowsAtItsStart_isToldAndNotInstalled() {
    Path bundle = host.throwing("start", "clock", "1.0.0").zip(host.downloads());

    assertThat(host.run("plugin:install", bundle)).isEqualTo(1);
    assertThat(host.complained()).contains("clock");
    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/clock*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "plugin.requires=>=9.0.0; HOST_VERSION_UNMET; 'needs version >=9.0.0 of this host, which"
            + " is'",
        "plugin.class=kit.Nowhere; NOT_RUNNABLE; its class 'kit.Nowhere' is in none of its jars"
      })
  void admittedPlugin_whenItWouldNeverRun_isRefusedAndTheOldOneStays(
      String line, String reason, String why) {
    host.run("plugin:install", host.signed("clock", "1.0.0").zip(host.downloads()));
    Path bundle = host.signed("clock", "2.0.0").properties(line).zip(host.downloads());

    assertThat(host.run("plugin:update", "clock", bundle, "--dry-run")).isEqualTo(1);
    assertThat(host.said()).contains("Would not update 'clock' 2.0.0", reason, why);
    assertThat(host.run("plugin:update", "clock", bundle)).isEqualTo(1);
    assertThat(host.complained()).contains(reason, why);
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).containsPattern("clock +1\\.0\\.0 +clock +verified +admitted");
  }

  @Test
  void plugin_whenItWasPutThereByHandAndNeedsAnotherHost_isARowAndAnExitCode() throws IOException {
    host.run("plugin:install", host.signed("clock", "1.0.0").zip(host.downloads()));
    Path installed = host.plugins().resolve("clock");
    Trees.delete(installed);
    host.signed("clock", "2.0.0").properties("plugin.requires=>=9.0.0").folder(host.plugins());

    assertThat(host.run("plugin:list")).isEqualTo(1);
    assertThat(host.said())
        .containsPattern("clock +2\\.0\\.0 +clock +verified +disabled")
        .contains("It needs version >=9.0.0", "which is " + Dashboard.VERSION);

    Trees.delete(installed);
    host.signed("clock", "1.0.0").folder(host.plugins());
    assertThat(host.run("plugin:list")).as("no lower version than one that ran").isZero();
  }

  @Test
  void file_whenItIsDamagedOrThereTwice_isRemovedByItsName() throws IOException {
    Files.writeString(host.plugins().resolve("broken.zip"), "no archive");
    host.signed("clock", "1.0.0").zipAt(host.plugins().resolve("old.zip"));
    host.signed("clock", "1.1.0").zip(host.plugins());

    assertThat(host.run("plugin:remove", "--file=broken.zip")).isZero();
    assertThat(host.said()).isEqualTo("Removed what there was of 'broken.zip'.\n");
    assertThat(host.run("plugin:remove", "--file", host.plugins().resolve("old.zip"))).isZero();
    assertThat(host.plugins().resolve("old.zip")).doesNotExist();
    assertThat(host.run("plugin:list")).isZero();
    assertThat(host.said()).containsPattern("clock +1\\.1\\.0 +clock +verified +admitted");
    assertThat(host.run("plugin:remove", "--file=clock.zip")).isZero();
    assertThat(host.said()).isEqualTo("Uninstalled 'clock' 1.1.0.\n");
    assertThat(host.plugins()).isDirectoryNotContaining("glob:**/*.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--file=absent.zip",
        "--file=../signet.yaml",
        "--file=disabled.txt",
        "--file=.signet-install",
        "--file=",
        "--file=clock.zip --delete-data",
        "--file=clock.zip clock",
        ""
      })
  void file_whenItIsNoBundle_isNotRemoved(String arguments) throws IOException {
    host.signed("clock", "1.0.0").zip(host.plugins());
    Files.writeString(host.plugins().resolve("disabled.txt"), "");
    String line = ("plugin:remove " + arguments).strip();

    assertThat(host.run((Object[]) line.split(" "))).isEqualTo(2);
    assertThat(host.complained()).isNotBlank().doesNotContain("Exception");
    assertThat(host.settings()).exists();
    assertThat(host.plugins()).isDirectoryContaining("glob:**/clock.zip");
    assertThat(host.plugins()).isDirectoryContaining("glob:**/disabled.txt");
  }

  @Test
  void dataAmongThePlugins_isASettingToMend() throws IOException {
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.run("plugin:list");
    Files.createSymbolicLink(host.state().resolve("data"), host.plugins());

    assertThat(host.run("plugin:remove", "clock")).isEqualTo(2);
    assertThat(host.complained()).startsWith("Not done: dataDirectory: ").doesNotContain("\tat ");
    Files.delete(host.state().resolve("data"));
    assertThat(host.run("plugin:remove", "clock")).as("nothing is locked").isZero();
  }

  @Test
  void runningHost_isNotDisturbed() {
    host.start();
    Path bundle = host.signed("clock", "1.0.0").zip(host.downloads());
    assertThat(host.run("plugin:install", bundle)).isEqualTo(2);
    assertThat(host.said()).contains("Not done: ", host.state().toString());
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
  void folderOrFile_whenItCannotBeUsed_isNamed(String line) {
    List<String> words = List.of(line.split(" "));
    assertThat(host.run(words.toArray())).isEqualTo(2);
    String last = words.get(words.size() - 1).replaceFirst(".*=", "");
    assertThat(host.said()).containsAnyOf(last, "PATH").doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config=%s", "--config %s", "--config=%s plugin:list"})
  void settings_whenNamedFirst_areThoseOfHostAndCommand(String line) {
    host.signed("clock", "1.0.0").zip(host.plugins());

    assertThat(host.run((Object[]) String.format(line, host.settings()).split(" "))).isZero();

    assertThat(host.said()).containsPattern("clock +1\\.0\\.0 +clock +verified +admitted");
  }

  @Test
  void host_whenItsSettingsCannotBeRead_cannotRun() {
    assertThat(host.run("--config=nowhere.yaml")).isEqualTo(1);

    assertThat(host.complained()).startsWith("The host cannot run: ").contains("nowhere.yaml");
  }

  @Test
  void help_namesTheCommands() {
    assertThat(host.run("--help")).isZero();
    assertThat(host.said())
        .contains("plugin:install", "plugin:update", "plugin:remove", "ledger:reset", "--serve");
  }
}
