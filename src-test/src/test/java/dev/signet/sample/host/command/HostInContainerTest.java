package dev.signet.sample.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Container;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample host in containers: what docs/containers.md says of each situation. */
class HostInContainerTest {
  private static final int USER = 10_001;

  @TempDir private Path temp;
  private TestHost host;
  private Container container;
  private Path data;

  @BeforeEach
  void setUp() throws IOException {
    container = Container.in(temp);
    host = new TestHost(temp);
    host.signed("alpha", "1.0.0").jar(host.plugins());
    settings("/data/signet");
    data = Container.folder(temp.resolve("volume"), "rwxr-xr-x");
    container.volume("/plugins", host.plugins(), "ro").volume("/data", data);
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** Settings and trust come from ConfigMaps. */
  private void settings(String state) throws IOException {
    settings(state, "/plugins");
  }

  private void settings(String state, String plugins) throws IOException {
    Path maps = Files.createTempDirectory(temp, "maps");
    byte[] root = PemFiles.text(host.authority().certificate()).getBytes(UTF_8);
    String text = "plugins: " + plugins + "\ntrust: /trust\nrequire: ALL\n";
    byte[] settings =
        (state.isEmpty() ? text : text + "stateDirectory: " + state + "\n").getBytes(UTF_8);
    Path trust = Container.configMap(maps.resolve("trust"), Map.of("root.crt", root));
    Path config = Container.configMap(maps.resolve("config"), Map.of("signet.yaml", settings));
    container.volume("/trust", trust, "ro").volume("/config", config, "ro");
  }

  @Test
  void host_whenStateIsASubfolderOfAVolumeOfThePodsGroup_startsTwice() throws IOException {
    Container.giveToGroup(data, USER);

    assertRuns();
    assertRuns();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwxr-x"})
  void host_whenStateIsASubfolderOfAnEmptyDir_startsTwice(String permissions) throws IOException {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(permissions));
    container.user(1_000_650_000, 0);

    assertRuns();
    assertRuns();
  }

  @Test
  void host_whenThePlatformWidensTheVolumeAtEachMount_saysHowToStopThat() throws IOException {
    Container.giveToGroup(data, USER);
    assertRuns();
    Container.giveToGroup(data, USER);

    assertCannotRun(
        "/data/signet is not safe to use: others can write to it",
        "chmod go-w /data/signet",
        "fsGroupChangePolicy: OnRootMismatch");

    new Programs(temp).run("chmod", "-R", "go-w", data.resolve("signet")).expectSuccess();
    assertRuns();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxr-xr-x"})
  void host_whenTheStateIsTheVolumeItself_isToldToNameASubfolder(String permissions)
      throws IOException {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(permissions));
    settings("/data");

    assertCannotRun(
        "/data is a mounted volume that belongs to 'root', not to '10001'",
        "name a subfolder of it that is not there yet, such as /data/signet");
  }

  @Tag("slow")
  @Test
  void host_whenItMayNotWriteToTheVolume_namesTheFolder() throws IOException {
    assertCannotRun(
        "The state directory /data/signet cannot be used: permission denied (/data/signet)");
  }

  @Tag("slow")
  @Test
  void host_whenItKeepsNoState_runs() throws IOException {
    settings("");

    assertRuns();
  }

  @Tag("slow")
  @Test
  void host_whenItsUserChanges_namesBothUntilTheStateIsGivenToIt() throws IOException {
    Container.giveToGroup(data, USER);
    assertRuns();
    container.user(10_002, USER);

    assertCannotRun("/data/signet belongs to '10001', not to '10002'", "runAsUser");

    new Programs(temp).run("chown", "-R", "10002", data.resolve("signet")).expectSuccess();
    assertRuns();
  }

  @Tag("slow")
  @Test
  void host_whenStateIsBelowAFolderThatAccountsOutsideOwn_isToldWhose() throws IOException {
    Files.setAttribute(data, "unix:uid", 54_321);
    Container.folder(data.resolve("own"), "rwx------");
    Files.setAttribute(data.resolve("own"), "unix:uid", USER);
    settings("/data/own/signet");

    assertCannotRun("its owner '54321' can replace what lies in /data");
  }

  @Test
  void pluginsRoot_whenItIsReadOnly_isServedAndNotChanged() throws IOException {
    Container.giveToGroup(data, USER);
    Path downloads = Files.createDirectory(temp.resolve("downloads"));
    host.signed("beta", "1.0.0").jar(downloads);
    host.signed("gamma", "1.0.0").folder(host.plugins());
    container.volume("/downloads", downloads, "ro");
    assertRuns();

    Programs.Outcome install = run("plugin:install", "/downloads/beta.jar");
    Programs.Outcome removal = run("plugin:remove", "alpha");

    assertThat(install.exitCode()).as(install.err()).isEqualTo(1);
    assertThat(install.err()).contains("Read-only file system", "Everything is as it was before");
    assertThat(removal.exitCode()).as(removal.err()).isEqualTo(1);
    assertThat(removal.err()).contains("Read-only file system");
    assertThat(run("plugin:list").expectSuccess().out())
        .containsPattern("alpha +1.0.0 .* admitted")
        .containsPattern("gamma +1.0.0 .* admitted");
  }

  @ParameterizedTest
  @CsvSource({"exec,0", "noexec,1"})
  void nativeLibrary_whenTheStateIsOnAVolumeWithoutExecution_isNotLoaded(String option, int code)
      throws IOException {
    Container.giveToGroup(data, USER);
    settings("/programs/signet");
    container.volume("/programs", data, option);
    byte[] library =
        Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib/libprefs.so"));
    host.signed("tools", "1.0.0")
        .file("native/lib.so", library)
        .atStart("System.load(getWrapper().getPluginPath().resolve(\"native/lib.so\").toString());")
        .folder(host.plugins());

    Programs.Outcome outcome = run();

    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(code);
    assertThat((outcome.out() + outcome.err()).contains("failed to map segment from shared object"))
        .isEqualTo(code == 1);
  }

  @Test
  void plugin_whenItIsAFileOfAConfigMap_isRefusedAsALinkUnlessMountedByItself() throws IOException {
    Container.giveToGroup(data, USER);
    Path jar = host.plugins().resolve("alpha.jar");
    Path links =
        Container.configMap(temp.resolve("map"), Map.of("alpha.jar", Files.readAllBytes(jar)));
    container.volume("/links", links, "ro");
    container.volume("/single/alpha.jar", links.resolve("alpha.jar").toRealPath(), "ro");
    settings("/data/signet", "[/links]");

    assertThat(run().out())
        .containsPattern("alpha.jar .* refused +NOT_A_REGULAR_FILE")
        .doesNotContain("..data", "..2026");

    settings("/data/signet", "[/single]");
    assertRuns();
  }

  @Tag("slow")
  @Test
  void name_whenTheImageSetsNoLocale_isOfAWrongLocale() throws IOException {
    Container.giveToGroup(data, USER);
    host.signed("umlaut", "1.0.0").file("\u00e9.txt", new byte[1]).folder(host.plugins());

    assertThat(run().out().replaceAll("\\s+", " ")).contains("LC_ALL=C.UTF-8", "umlaut");

    container.variable("LC_ALL", "C.UTF-8");
    assertThat(run().expectSuccess().out())
        .containsPattern("umlaut +1.0.0 .* admitted")
        .doesNotContain("LC_ALL");
  }

  private void assertRuns() throws IOException {
    Programs.Outcome outcome = run().expectSuccess();
    assertThat(outcome.out()).containsPattern("alpha +1.0.0 .* admitted");
    assertThat(outcome.out() + outcome.err()).doesNotContain("WARN", "ERROR");
  }

  private void assertCannotRun(String... parts) throws IOException {
    Programs.Outcome outcome = run();
    assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).contains("The host cannot run").contains(parts);
  }

  private Programs.Outcome run(String... command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(List.of("--config", "/config/signet.yaml"));
    return container.java(Main.class, words.toArray());
  }
}
