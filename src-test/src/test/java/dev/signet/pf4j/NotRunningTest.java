package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.rescan.IntegrityRow;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import dev.signet.report.NotRunning;
import dev.signet.report.ReportHtml;
import dev.signet.report.ReportJson;
import dev.signet.report.ReportText;
import dev.signet.report.Standing;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Schemas;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginRuntimeException;

/** Admitted is not yet running: what PF4J makes of a plugin afterwards is told as well. */
@Tag("pf4j")
class NotRunningTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    host.signed("good", "1.0.0").zip(host.plugins());
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "MANIFEST; NOT_LOADED; The plugin manager cannot load it: ",
        "THROWS; START_FAILED; It cannot be started: java.lang.IllegalStateException: no clock.",
        "NO_CLASS; START_FAILED; its class 'kit.absent.Absent' is in none of its jars and folders.",
        "REQUIRES; DISABLED; It needs version >=2.0.0 of this host, which is 1.0.0."
      })
  void plugin_whenAdmittedAndNotRunning_isToldEverywhereWithItsCause(
      String fault, NotRunning.Kind kind, String cause) {
    make(fault);
    VerifyingPluginManager manager = host.manager();
    manager.setSystemVersion("1.0.0");
    manager.loadPlugins();
    manager.startPlugins();

    IntegrityReport report = manager.report();

    assertThat(report.needingAttention())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.name()).as(state.toString()).isEqualTo("bad");
              assertThat(state.running()).isFalse();
              assertThat(state.result().orElseThrow().verdict().isVerified()).isTrue();
              NotRunning why = state.notRunning().orElseThrow();
              assertThat(why.kind()).isEqualTo(kind);
              assertThat(why.cause()).contains(cause);
              assertThat(Standing.of(state).grade()).isEqualTo(Standing.Grade.BAD);
              assertThat(Standing.of(state).label()).isEqualTo(kind.label());
              assertThat(new IntegrityRow(state).getNotRunning()).startsWith(kind.name() + ": ");
            });
    assertThat(ReportText.of(report))
        .contains("- " + kind.name(), "To do: " + kind.remedy())
        .doesNotContain("No errors have been found");
    assertThat(ReportJson.text(report)).contains("NOT_RUNNING", kind.name());
    Schemas.REPORT.assertDescribes(ReportJson.text(report));
    assertThat(ReportHtml.atLevel(2).of(report)).contains(kind.name(), kind.label());
    assertThat(manager.refusals()).isEmpty();
    MeterRegistry registry = new SimpleMeterRegistry();
    new SignetMetrics(manager.admission(), Tags.empty()).bindTo(registry);
    assertThat(registry.get("signet.targets.not.running").gauge().value()).isEqualTo(1);
  }

  /** A host may load in a way of its own, or have a plugin loader that fails as it likes. */
  @ParameterizedTest
  @ValueSource(strings = {"nothing", "PF4J's exception", "LinkageError"})
  void plugin_whenTheManagersOwnWayMakesNothingOfIt_isToldAndMayBeLoadedLater(String outcome) {
    Path source = host.plugins().resolve("good.zip");
    VerifyingPluginManager manager = host.manager();

    assertThatExceptionOfType(PluginRuntimeException.class)
        .isThrownBy(
            () ->
                manager
                    .admission()
                    .load(
                        source,
                        path ->
                            switch (outcome) {
                              case "nothing" -> null;
                              case "LinkageError" -> throw new NoClassDefFoundError("absent");
                              default -> throw new PluginRuntimeException("no way");
                            }));

    assertThat(manager.report().needingAttention())
        .singleElement()
        .satisfies(
            state ->
                assertThat(state.notRunning().orElseThrow().kind())
                    .isEqualTo(NotRunning.Kind.NOT_LOADED));
    manager.loadPlugins();
    assertThat(manager.report().needingAttention()).isEmpty();
  }

  @Test
  void plugin_whenItRunsAfterAll_isNoLongerTold() {
    host.signed("bad", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();
    manager.getPlugin("bad").setPluginState(org.pf4j.PluginState.FAILED);
    assertThat(manager.report().needingAttention()).hasSize(1);

    SignedPluginInstaller.of(manager)
        .update(InstallRequest.of(host.signed("bad", "1.1.0").zip(folder.resolve("downloads"))))
        .orThrow();

    assertThat(manager.report().needingAttention()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disable", "stop", "unload"})
  void plugin_whenNotRunningOnPurpose_isNotTold(String how) {
    VerifyingPluginManager manager = host.started();
    switch (how) {
      case "disable" -> manager.disablePlugin("good");
      case "stop" -> manager.stopPlugin("good");
      default -> manager.unloadPlugin("good");
    }

    assertThat(manager.report().needingAttention()).isEmpty();
  }

  @Test
  void root_whenItCannotBeListed_isAFailureOfItsOwnUntilItCan() throws Exception {
    Path root = folder.resolve("file");
    Files.writeString(root, "no folder");
    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(host.plugins(), root)
                .trust(host.trust())
                .require(dev.signet.policy.SignatureRequirement.ALL)
                .build());
    manager.loadPlugins();

    assertUnlistable(manager, root);
    manager.rescan().await(Duration.ofSeconds(60));
    assertUnlistable(manager, root);

    Files.delete(root);
    Files.createDirectory(root);
    assertThat(manager.report().needingAttention()).isEmpty();
    manager.rescan().await(Duration.ofSeconds(60));
    assertThat(manager.report().states()).extracting(IntegrityState::name).containsExactly("good");
  }

  @Test
  void root_whenOthersOwnIt_isAFailureOfItsOwn() throws IOException {
    Files.setPosixFilePermissions(host.plugins(), java.util.Set.of());
    try {
      assumeTrue(!Files.isReadable(host.plugins()), "root may list every folder");
      VerifyingPluginManager manager = host.started();
      assertUnlistable(manager, host.plugins());
    } finally {
      Files.setPosixFilePermissions(
          host.plugins(), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static void assertUnlistable(VerifyingPluginManager manager, Path root) {
    assertThat(manager.report().needingAttention())
        .singleElement()
        .satisfies(
            state -> {
              assertThat(state.target().path()).isEqualTo(root);
              assertThat(state.failure().orElseThrow().cause())
                  .contains(root.toString(), "cannot be listed", "Let the account of this host");
            });
  }

  private void make(String fault) {
    PluginKit kit = host.signed("bad", "1.0.0");
    switch (fault) {
      case "THROWS" ->
          kit.atStart("if (true) throw new IllegalStateException(\"no clock\");")
              .zip(host.plugins());
      case "NO_CLASS" -> kit.properties("plugin.class=kit.absent.Absent").zip(host.plugins());
      case "REQUIRES" -> kit.properties("plugin.requires=>=2.0.0").zip(host.plugins());
      default -> withAnonymousSection();
    }
  }

  /** The JDK reads no manifest with such a section, and so PF4J finds no plugin. */
  private void withAnonymousSection() {
    Map<String, byte[]> files = new LinkedHashMap<>(PluginKit.plugin("bad", "1.0.0").jarFiles());
    byte[] manifest = files.get("META-INF/MANIFEST.MF");
    String text = new String(manifest, StandardCharsets.UTF_8).replaceFirst("[\r\n]+$", "");
    files.put(
        "META-INF/MANIFEST.MF",
        (text + "\r\n\r\nSealed: true\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    Trees.archive(
        host.plugins().resolve("bad.jar"),
        host.author("bad").signed(files, "META-INF/signature.json"));
  }
}
