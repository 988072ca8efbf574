package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginState;

/** What a change leaves alone of the plugins that it does not change. */
class InstallBesideOthersTest {
  private static final String FAILS = "throw new IllegalStateException(\"no\");";

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** Another host that shares the root has put it there since. */
  @ParameterizedTest
  @ValueSource(strings = {"no archive", "another plugin", "unsigned", "nobody's"})
  void plugin_whenItsPlaceHeldSomethingElseBefore_isUpdatedAndNotInstalledBeside(String before)
      throws IOException {
    Path place = host.plugins().resolve("clock.jar");
    switch (before) {
      case "no archive" -> Files.writeString(place, "no archive");
      case "another plugin" -> host.signed("other", "1.0.0").jarAt(place);
      case "unsigned" -> PluginKit.plugin("third", "1.0.0").jarAt(place);
      default -> Trees.archive(place, Trees.files("a.txt", "no descriptor"));
    }
    VerifyingPluginManager manager = host.started();
    assertThat(manager.decisions()).containsOnlyKeys(place);
    host.signed("clock", "1.0.0").jarAt(place);

    Done done =
        SignedPluginInstaller.of(manager)
            .installOrUpdate(request(host.signed("clock", "1.1.0")))
            .orThrow();

    assertThat(done.action()).isEqualTo(InstallAction.UPDATE);
    try (Stream<Path> bundles = Files.list(host.plugins())) {
      assertThat(bundles.filter(path -> !path.getFileName().toString().startsWith(".")).toList())
          .hasSize(1);
    }
    assertThat(runs(manager, "clock")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", FAILS})
  void disabledPlugin_whenTheNewReleaseCanDoWithoutIt_staysDisabled(String atStart) {
    host.signed("extra", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").requires("extra?").zip(host.plugins());
    VerifyingPluginManager manager = startedWithout("extra");

    InstallResult result =
        update(manager, host.signed("clock", "1.1.0").requires("extra?").atStart(atStart));

    assertThat(result.isDone()).isEqualTo(atStart.isEmpty());
    assertDisabledForGood(manager, "extra");
    assertThat(runs(manager, "clock")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", FAILS})
  void disabledPlugin_whenADependentNeedsIt_staysDisabled(String atStart) {
    host.signed("extra", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("user", "1.0.0").requires("clock", "extra").zip(host.plugins());
    VerifyingPluginManager manager = startedWithout("extra");
    assertThat(runs(manager, "user")).as("as PF4J starts it").isTrue();

    update(manager, host.signed("clock", "1.1.0").atStart(atStart));

    assertDisabledForGood(manager, "extra");
    assertThat(runs(manager, "user")).isTrue();
    assertThat(runs(manager, "clock")).isTrue();
  }

  @Test
  void disabledPluginOfADependent_whenWhatTheyCanDoWithoutGoes_staysDisabled() {
    host.signed("extra", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("user", "1.0.0").requires("clock?", "extra?").zip(host.plugins());
    VerifyingPluginManager manager = startedWithout("extra");

    Done done = SignedPluginInstaller.of(manager).uninstall("clock").orThrow();

    assertThat(done.restarted()).containsExactly("user");
    assertDisabledForGood(manager, "extra");
    assertThat(runs(manager, "user")).isTrue();
  }

  @Test
  void plugin_whenItWasStoppedOnPurpose_isNotStartedForOneThatCanDoWithoutIt() {
    host.signed("extra", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").requires("extra?").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.stopPlugin("extra");
    manager.startPlugin("clock");
    manager.stopPlugin("extra");
    Trace.clear();

    update(manager, host.signed("clock", "1.1.0").requires("extra?"));

    assertThat(Trace.of("extra")).isEmpty();
    assertThat(manager.getPlugin("extra").getPluginState()).isEqualTo(PluginState.STOPPED);
  }

  @Test
  void release_whenItNeedsADisabledPlugin_isRefusedBeforeAnythingStops() {
    host.signed("extra", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = startedWithout("extra");
    Trace.clear();

    InstallResult result = update(manager, host.signed("clock", "1.1.0").requires("extra"));

    assertUnmet(result, "It needs 'extra', which is disabled; enable that first.");
    assertThat(Trace.all()).isEmpty();
    assertDisabledForGood(manager, "extra");
  }

  @Test
  void releaseOfADisabledPlugin_mayNeedADisabledPlugin() {
    host.signed("extra", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = startedWithout("extra", "clock");

    update(manager, host.signed("clock", "1.1.0").requires("extra")).orThrow();

    assertDisabledForGood(manager, "extra");
    assertDisabledForGood(manager, "clock");
  }

  @Test
  void dependencies_whenTheNewReleaseDoesNotRun_areStartedAndStoppedAgain() {
    host.signed("base", "1.0.0").zip(host.plugins());
    host.signed("extra", "1.0.0").requires("base").zip(host.plugins());
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.stopPlugin("base");
    Trace.clear();

    InstallResult failed =
        update(manager, host.signed("clock", "1.1.0").requires("extra").atStart(FAILS));

    assertThat(failed).isInstanceOf(NotDone.class);
    assertThat(Trace.all())
        .containsSubsequence("base started", "extra started", "extra stopped", "base stopped");
    assertThat(runs(manager, "extra")).isFalse();
    assertThat(runs(manager, "base")).isFalse();

    update(manager, host.signed("clock", "1.1.0").requires("extra")).orThrow();

    assertThat(runs(manager, "extra")).isTrue();
    assertThat(runs(manager, "clock")).isTrue();
  }

  @Test
  void dependentsAlsoOfOptionalUse_whenInAChain_areRestartedInOrder() {
    // PF4J's own order knows nothing of optional use: the last ones come first in it.
    host.signed("a", "1.0.0").requires("b?").zip(host.plugins());
    host.signed("b", "1.0.0").requires("c?").zip(host.plugins());
    host.signed("c", "1.0.0").requires("z?").zip(host.plugins());
    host.signed("z", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Trace.clear();

    Done done = update(manager, host.signed("z", "1.1.0")).orThrow();

    assertThat(done.restarted()).containsExactly("c", "b", "a");
    assertThat(Trace.all())
        .containsSubsequence("a stopped", "b stopped", "c stopped", "z stopped")
        .containsSubsequence("z started", "c started", "b started", "a started");
  }

  @Test
  void plugins_whenTheyRun_aloneAreSaidToBeStartedAgain() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("idle", "1.0.0").requires("clock").zip(host.plugins());
    VerifyingPluginManager manager = startedWithout("idle");
    InstallRequest newer = request(host.signed("clock", "1.1.0"));

    assertThat(SignedPluginInstaller.of(manager).preview(newer).restarted()).isEmpty();
    assertThat(SignedPluginInstaller.of(manager).update(newer).explanation())
        .isEqualTo("Updated 'clock' from 1.0.0 to 1.1.0.");
    assertThat(ids(manager)).containsExactly("clock", "idle");
  }

  @Test
  void dependent_whenItHadFailedBefore_holdsNoUpdateUp() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("user", "1.0.0").requires("clock").atStart(FAILS).zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    assertThat(manager.getPlugin("user").getPluginState()).isEqualTo(PluginState.FAILED);

    Done done = update(manager, host.signed("clock", "1.1.0")).orThrow();

    assertThat(done.restarted()).isEmpty();
    assertThat(runs(manager, "clock")).isTrue();
  }

  @Test
  void circle_isRefusedBeforeAnythingStops() {
    host.signed("base", "1.0.0").zip(host.plugins());
    host.signed("middle", "1.0.0").requires("base").zip(host.plugins());
    host.signed("top", "1.0.0").requires("middle").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Trace.clear();

    InstallResult result = update(manager, host.signed("base", "1.1.0").requires("top"));

    assertUnmet(result, "It needs 'middle' in a circle: that one needs 'base'.");
    assertThat(Trace.all()).isEmpty();
    assertThat(manager.getStartedPlugins()).hasSize(3);
  }

  @Test
  void release_whenItNeedsItself_isRefusedBeforeAnythingStops() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();

    InstallResult result = update(manager, host.signed("clock", "1.1.0").requires("clock"));

    assertUnmet(result, "It needs itself.");
    assertThat(runs(manager, "clock")).isTrue();
  }

  @Test
  void refusedBundle_whenItsUpdateFails_isStillSaidToBeRefused() {
    Path refused = PluginKit.plugin("clock", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.started();
    List<Reason> before = reasons(TestHost.decision(manager, refused));

    InstallResult result = update(manager, host.signed("clock", "1.1.0").atStart(FAILS));

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(reasons(TestHost.decision(manager, refused))).isEqualTo(before);
    assertThat(host.sealed()).isEmptyDirectory();
    assertThat(manager.admission().report().needingAttention())
        .extracting(state -> state.result().orElseThrow().version())
        .containsExactly("1.0.0");
  }

  /** PF4J would disable it, and call that an update. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1.0.0; >=2.0.0; It needs version >=2.0.0 of this host, which is 1.0.0.",
        "1.0.0; 2.0.0; It needs version 2.0.0 of this host, which is 1.0.0.",
        "1.0.0-SNAPSHOT; >=1.0.0; which is 1.0.0-SNAPSHOT, which counts as lower than 1.0.0.",
        "1.0.0; [1.0,2.0); cannot read the range '[1.0,2.0)'; it reads ranges of plain numbers, such"
            + " as >=1.0 & <2.0.",
        "1.0; >=1.0; cannot read the version '1.0'; it reads three numbers, such as 1.0.0."
      })
  void release_whenTheHostHasAnotherVersion_isRefusedBeforeAnythingStops(
      String system, String requires, String why) {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();
    manager.setSystemVersion(system);
    manager.loadPlugins();
    manager.startPlugins();
    long ledger = host.state().resolve("ledger.json").toFile().lastModified();
    Trace.clear();
    PluginKit release = host.signed("clock", "1.1.0").properties("plugin.requires=" + requires);

    InstallPreview preview = SignedPluginInstaller.of(manager).preview(request(release));
    InstallResult result = update(manager, release);
    InstallResult another =
        SignedPluginInstaller.of(manager)
            .install(
                request(host.signed("fresh", "1.0.0").properties("plugin.requires=" + requires)));

    assertThat(preview.isFeasible()).isFalse();
    assertThat(List.of(result, another))
        .allSatisfy(
            one -> {
              assertThat(one.refusal().orElseThrow().reasons())
                  .containsExactly(Reason.HOST_VERSION_UNMET);
              assertThat(one.explanation()).contains(why);
            });
    assertThat(Trace.all()).isEmpty();
    assertThat(runs(manager, "clock")).isTrue();
    assertThat(host.state().resolve("ledger.json").toFile().lastModified()).isEqualTo(ledger);
  }

  @ParameterizedTest
  @CsvSource({"1.0.0,1.0.0", "1.5.0,1.0.0", "1.5.0,>=1.0", "0.0.0,>=9.0.0", "1.0.0,*"})
  void release_whenTheHostHasAVersionThatFits_isInstalled(String system, String requires) {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.setSystemVersion(system);

    update(manager, host.signed("clock", "1.1.0").properties("plugin.requires=" + requires))
        .orThrow();

    assertThat(runs(manager, "clock")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void release_whenTheHostAllowsExactVersions_mustFitExactly(boolean exact) {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.setSystemVersion("1.5.0");
    manager.setExactVersionAllowed(exact);

    InstallResult result =
        update(manager, host.signed("clock", "1.1.0").properties("plugin.requires=1.0.0"));

    assertThat(result.isDone()).isEqualTo(!exact);
  }

  @Test
  void plugin_whenItsIdIsDisabled_isRefusedBeforeItIsInstalled() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.disablePlugin("clock");
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    installer.uninstall("clock").orThrow();

    InstallResult result = installer.install(request(host.signed("clock", "1.1.0")));

    assertUnmet(result, "'clock' is disabled on this host, and would not run; enable it first.");
    assertThat(host.plugins().resolve("clock.zip")).doesNotExist();
  }

  private VerifyingPluginManager startedWithout(String... disabled) {
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();
    List.of(disabled).forEach(manager::disablePlugin);
    manager.startPlugins();
    return manager;
  }

  private InstallResult update(VerifyingPluginManager manager, PluginKit release) {
    return SignedPluginInstaller.of(manager).update(request(release));
  }

  private InstallRequest request(PluginKit release) {
    return InstallRequest.of(release.zip(folder.resolve("downloads")));
  }

  private static boolean runs(VerifyingPluginManager manager, String id) {
    return manager.getPlugin(id).getPluginState() == PluginState.STARTED;
  }

  /** Also by what PF4J keeps about it, which counts at the next start. */
  private void assertDisabledForGood(VerifyingPluginManager manager, String id) {
    assertThat(Trace.of(id)).doesNotContain(id + " started");
    assertThat(manager.getPlugin(id).getPluginState()).isEqualTo(PluginState.DISABLED);
    assertThat(host.plugins().resolve("disabled.txt")).content().contains(id);
  }

  private static void assertUnmet(InstallResult result, String why) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(reasons(refused.decision())).containsExactly(Reason.DEPENDENCY_UNMET));
    assertThat(result.explanation()).contains(why);
  }
}
