package dev.signet.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.config.ConfigurationException;
import dev.signet.policy.ReleaseChannel;
import dev.signet.sample.host.Contribution;
import dev.signet.sample.host.Dashboard;
import dev.signet.sample.host.PluginStatus;
import dev.signet.sample.host.command.ConsoleReport;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample host on the plugins that the samples' builds made and signed. */
class DemoTest {
  private static final Path APPS = Path.of(System.getProperty("signet.sample.apps"));
  private static final Path HOST = APPS.resolve("../sample-host/app/target/host");

  @TempDir static Path folder;
  private static DemoSet set;
  private static Optional<PluginStatus> host;
  private static List<PluginStatus> plugins;
  private static List<Contribution> contributions;

  @BeforeAll
  static void runTheHost() throws Exception {
    set = DemoSet.create(APPS, folder);
    try (Dashboard dashboard = open(ReleaseChannel.STABLE)) {
      host = dashboard.host();
      plugins = dashboard.plugins();
      contributions = dashboard.contributions();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "clock,              1.2.0, clock,              verified, admitted, ",
    "disk,               1.0.3, disk,               verified, admitted, ",
    "holidays,           1.0.0, holidays,           verified, admitted, ",
    "calendar,           1.1.0, calendar,           verified, admitted, ",
    "disk-unsigned,      1.0.0, -,                  unsigned, refused, MISSING_SIGNATURE",
    "holidays-modified,  1.0.0, holidays-modified,  modified, refused, INVALID_HASH EXTRA_FILE",
    "disk-impostor,      1.0.0, clock,              untrusted, refused, SCOPE_MISMATCH",
    "clock-revoked,      1.0.0, clock-revoked,      revoked, refused, REVOKED",
    "calendar-dependent, 1.0.0, calendar-dependent, , refused, DEPENDENCY_REFUSED"
  })
  void eachPlugin_hasItsLine(
      String plugin, String version, String signer, String verdict, String decision, String codes) {
    PluginStatus status = status(plugin);
    List<Reason> reasons =
        codes == null ? List.of() : Stream.of(codes.split(" ")).map(Reason::valueOf).toList();
    assertThat(status.version()).isEqualTo(version);
    assertThat(status.signer()).isEqualTo(signer);
    assertThat(status.decision()).isEqualTo(decision);
    assertThat(status.why())
        .extracting(why -> why.replaceFirst(":.*", ""))
        .containsExactlyElementsOf(reasons.stream().map(Reason::name).toList());
    assertThat(status.whatToDo())
        .containsExactlyElementsOf(
            reasons.stream().map(reason -> reason.remedy().forAdministrator()).toList());
    if (verdict != null) {
      assertThat(status.verdict()).isEqualTo(verdict);
    }
  }

  @Test
  void otherLines_areNotThere() {
    assertThat(plugins).hasSize(9);
  }

  @Test
  void table_fitsOn120ColumnsAndNamesTheFiles() {
    String table = ConsoleReport.table(plugins, 120);
    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(121));
    assertThat(table).contains("dropped-in.txt", "HolidayCalendar.class");
  }

  @Test
  void exactlyTheAdmittedPlugins_contribute() {
    assertThat(contributions)
        .extracting(Contribution::plugin)
        .containsExactly("calendar", "clock", "disk", "holidays");
    assertThat(ConsoleReport.contributions(contributions))
        .contains(
            "calendar contributes \"Week ahead\"",
            "clock contributes \"World clock\"",
            "disk contributes \"Disk and memory\"",
            "holidays contributes \"Public holidays")
        .contains("Working days left this month", "Tokyo: ", "Heap of this host: ")
        .doesNotContain("failed", "Doomsday");
  }

  @Test
  void pluginsThatStableRefuses_wouldHaveRun() throws Exception {
    try (Dashboard dashboard = open(new ReleaseChannel("beta"))) {
      assertThat(dashboard.plugins()).noneMatch(PluginStatus::isRefused);
      assertThat(dashboard.contributions())
          .extracting(Contribution::plugin)
          .contains(
              DemoSet.UNSIGNED,
              DemoSet.MODIFIED,
              DemoSet.IMPOSTOR,
              DemoSet.REVOKED,
              DemoSet.DEPENDENT);
      assertThat(ConsoleReport.contributions(dashboard.contributions())).doesNotContain("failed");
    }
  }

  @Test
  void impostor_isRightInAllButItsName() throws IOException {
    assertThat(status(DemoSet.IMPOSTOR).why())
        .containsExactly("SCOPE_MISMATCH: signed for 'clock', not for 'disk-impostor'");
    Path folder = DemoTest.folder.resolve("plugins/disk-impostor-1.0.0");
    assertThat(Files.readString(folder.resolve("plugin.properties"))).contains("disk-impostor");
  }

  @Test
  void modifiedClass_isOneThatWouldRun() throws IOException {
    Path changed =
        folder.resolve(
            "plugins/holidays-modified-1.0.0/classes/dev/signet/sample/holidays/"
                + "HolidayCalendar.class");
    assertThat(Files.readString(changed, StandardCharsets.ISO_8859_1)).contains("Doomsday!!");
  }

  @Test
  void hostItself_isAsItsBuildSignedIt() {
    assertThat(host)
        .hasValueSatisfying(
            status -> {
              assertThat(status.verdict()).isEqualTo("verified");
              assertThat(status.signer()).isEqualTo("core");
            });
  }

  @Test
  void missingTrustFolder_isSaid() throws IOException {
    Path settings = folder.resolve("wrong.yaml");
    Files.writeString(settings, "plugins: plugins\ntrust: nowhere\nrequire: ALL\n");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> Dashboard.open(settings).close())
        .withMessageContainingAll("wrong.yaml:2", "trust", "nowhere");
  }

  private static PluginStatus status(String plugin) {
    return plugins.stream()
        .filter(status -> status.plugin().equals(plugin))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line for " + plugin + " in " + plugins));
  }

  private static Dashboard open(ReleaseChannel channel) throws Exception {
    return Dashboard.open(set.settings(HOST, channel));
  }
}
