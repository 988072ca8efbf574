package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.policy.Decision;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.IntegrityListener;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What installing and recovering could be led to read, move or delete elsewhere. */
class InstallPlaceAttackTest {
  @TempDir Path folder;
  private TestHost host;
  private Path workspace;
  private Path outside;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    workspace = host.plugins().resolve(".signet-install");
    outside = folder.resolve("outside");
    host.signed("clock", "1.0.0").greeting("old").folder(host.plugins());
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void change_whenItIsALink_deletesNothingWhereItLeads() throws IOException {
    Trees.folder(outside, Trees.files("new/file", "x"));
    link("1", outside);

    assertFailed(host.started());

    assertThat(outside.resolve("new/file")).hasContent("x");
  }

  @Test
  void forgedJournal_movesNothingInFromWhereALinkLeads() throws IOException {
    Trees.folder(outside, Trees.files("precious/file", "x"));
    plant("SWAPPING", "none", "precious");
    link("1/old", outside);

    assertFailed(host.started());

    assertThat(outside.resolve("precious/file")).hasContent("x");
    assertThat(host.plugins().resolve("precious")).doesNotExist();
  }

  @Test
  void forgedJournal_movesNothingOutToWhereALinkLeads() throws IOException {
    Files.createDirectories(outside);
    Trees.write(host.plugins().resolve("evil"), new byte[1]);
    plant("SWAPPING", "evil", "none");
    link("1/new", outside);

    assertFailed(host.started());

    assertThat(outside.resolve("evil")).doesNotExist();
    assertThat(host.plugins().resolve("evil")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "1/journal.json"})
  @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
  void pipeInTheWorkspace_holdsNobodyUp(String place) throws Exception {
    Files.createDirectories(workspace.resolve(place).getParent());
    Process mkfifo = new ProcessBuilder("mkfifo", workspace.resolve(place).toString()).start();
    assertThat(mkfifo.waitFor(5, TimeUnit.SECONDS)).isTrue();

    assertFailed(host.started());
  }

  @Test
  void dataFolder_isNeverOneThatHoldsAPluginsRoot() {
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller.Builder installer =
        SignedPluginInstaller.builder(manager, manager.admission()).dataDirectory(folder);

    // Else the data of a plugin called "plugins" would be all plugins, to be deleted with it.
    assertThatThrownBy(installer::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds");
  }

  @Test
  void hostWithoutAPlaceForData_uninstallsWithDataAllTheSame() {
    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(host.plugins())
                .trust(host.trust())
                .require(SignatureRequirement.ALL)
                .build());
    manager.loadPlugins();

    assertThat(SignedPluginInstaller.of(manager).uninstallWithData("clock").isDone()).isTrue();
  }

  @Test
  void bundleWithANameNoJournalTakes_isRefusedInWords() throws IOException {
    Files.move(host.plugins().resolve("clock"), host.plugins().resolve("a\\clock"));
    VerifyingPluginManager manager = host.started();

    InstallResult result = SignedPluginInstaller.of(manager).uninstall("clock");

    assertThat(result.isDone()).isFalse();
    assertThat(result.explanation()).contains("rename it");
    assertThat(greetings(manager)).containsExactly("old");
  }

  @Test
  void archiveWithAnUpperCaseEnding_doesNotShadowWhatIsInstalled() throws IOException {
    host.signed("other", "1.0.0").zipAt(host.plugins().resolve("fresh.ZIP"));
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller.of(manager)
        .install(InstallRequest.of(host.signed("fresh", "1.0.0").zip(folder.resolve("in"))))
        .orThrow();
    manager.close();

    assertThat(TestHost.ids(host.started())).containsExactly("clock", "fresh", "other");
  }

  /** PF4J's reader of constraints calls itself for each bracket. */
  @Test
  void constraint_whenItNestsTooDeeply_stopsNobodyElse() {
    String deep = "(".repeat(60_000) + "1.0.0" + ")".repeat(60_000);
    host.signed("deep", "1.0.0").requires("clock@" + deep).folder(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(greetings(manager)).containsExactly("old");
    InstallResult result =
        SignedPluginInstaller.of(manager)
            .install(
                InstallRequest.of(
                    host.signed("deep2", "1.0.0")
                        .requires("clock@" + deep)
                        .zip(folder.resolve("in"))));
    assertThat(result.isDone()).isFalse();
  }

  @Test
  void requirement_whenItNestsTooDeeply_stopsNobodyElse() {
    host.signed("deep", "1.0.0")
        .properties("plugin.requires=" + "(".repeat(60_000))
        .folder(host.plugins());
    VerifyingPluginManager manager = host.manager();
    manager.setSystemVersion("1.0.0");

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(greetings(manager)).containsExactly("old");
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void listener_mayWaitForSomebodyWhoInstalls() {
    AtomicReference<SignedPluginInstaller> installer = new AtomicReference<>();
    AtomicInteger told = new AtomicInteger();
    InstallRequest newer = newer();
    IntegrityListener listener =
        new IntegrityListener() {
          @Override
          public void decisionChanged(String id, Decision before, Decision now) {}

          @Override
          public void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {
            if (installer.get() != null) {
              CompletableFuture.runAsync(() -> installer.get().preview(newer)).join();
              told.incrementAndGet();
            }
          }
        };
    VerifyingPluginManager manager = host.opened(host.builder().listener(listener).build());
    manager.loadPlugins();
    manager.startPlugins();
    installer.set(SignedPluginInstaller.of(manager));

    assertThat(installer.get().update(newer).isDone()).isTrue();

    assertThat(told).hasPositiveValue();
    assertThat(greetings(manager)).containsExactly("new");
  }

  private InstallRequest newer() {
    return InstallRequest.of(
        host.signed("clock", "1.1.0").greeting("new").zip(folder.resolve("newer")));
  }

  private void assertFailed(VerifyingPluginManager manager) {
    assertThat(manager.admission().recoveries())
        .extracting(InstallRecovery::outcome)
        .containsExactly(Outcome.FAILED);
    assertThat(greetings(manager)).containsExactly("old");
  }

  private void plant(String phase, String installed, String replaced) {
    Trees.write(
        workspace.resolve("1/journal.json"),
        String.format(
                Locale.ROOT,
                """
            {"version": 1, "action": "UPDATE", "plugin": "clock", "phase": "%s",
             "installed": "%s", "replaced": ["%s"]}
            """,
                phase,
                installed,
                replaced)
            .getBytes(StandardCharsets.UTF_8));
  }

  private void link(String place, Path target) throws IOException {
    Files.createDirectories(workspace.resolve(place).getParent());
    Files.createSymbolicLink(workspace.resolve(place), target);
  }
}
