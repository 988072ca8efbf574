package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.update.SignatureFileVerifier;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerException;
import dev.signet.testkit.Callback;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginState;
import org.pf4j.update.FileVerifier;
import org.pf4j.update.VerifyException;

/** Plugins that have the manager do something while they are being installed. */
class InstallWithinInstallTest {
  private static final String FAILS = "throw new IllegalStateException(\"no\");";

  @TempDir Path folder;
  private TestHost host;
  private VerifyingPluginManager manager;
  private SignedPluginInstaller installer;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    host.signed("clock", "1.0.0").greeting("old").folder(host.plugins());
    manager = started();
    installer =
        SignedPluginInstaller.builder(manager, manager.admission())
            .patience(Duration.ofMillis(200))
            .build();
  }

  @AfterEach
  void tearDown() throws Exception {
    Callback.set(() -> {});
    host.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oldRelease_whenPluginsAreLookedForDuringTheChange_comesBackForGood(boolean byItself)
      throws LedgerException {
    Runnable looks =
        byItself
            ? manager::loadPlugins
            : () -> CompletableFuture.runAsync(manager::loadPlugins).join();
    Callback.set(looks);

    InstallResult result = installer.update(newer(Callback.CODE + FAILS));

    assertThat(result.explanation()).endsWith("Everything is as it was before.");
    assertThat(greetings(manager)).containsExactly("old");
    assertThat(manager.admission().ledger().find("clock").orElseThrow().highestVersion())
        .isEqualTo("1.0.0");
    manager.close();
    assertThat(greetings(started())).containsExactly("old");
  }

  @Test
  void newRelease_mayHavePluginsLookedFor() throws LedgerException {
    host.signed("user", "1.0.0").requires("clock").zip(host.plugins());
    manager.loadPlugins();
    manager.startPlugins();
    host.signed("later", "1.0.0").zip(host.plugins());
    Callback.set(manager::loadPlugins);

    assertThat(installer.update(newer(Callback.CODE)).isDone()).isTrue();

    assertThat(ids(manager)).containsExactly("clock", "later", "user");
    assertThat(greetings(manager)).containsExactly("hello", "new");
    assertThat(manager.admission().ledger().find("clock").orElseThrow().highestVersion())
        .isEqualTo("1.1.0");
  }

  @Test
  void changeWithinAChange_isToldSoAtOnce() {
    InstallRequest other = InstallRequest.of(host.signed("other", "1.0.0").zip(downloads()));
    List<InstallResult> inner = new ArrayList<>();
    Callback.set(
        () -> {
          inner.add(installer.install(other));
          inner.add(installer.uninstall("clock"));
        });

    assertThat(installer.update(newer(Callback.CODE)).isDone()).isTrue();

    assertThat(inner)
        .hasSize(2)
        .allSatisfy(
            result ->
                assertThat(result)
                    .isInstanceOfSatisfying(
                        NotDone.class,
                        notDone ->
                            assertThat(notDone.explanation())
                                .contains("being installed, updated or removed just now")));
    assertThat(greetings(manager)).containsExactly("new");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
  void start_whenItWaitsForAnotherChange_holdsNothingUpForEver() {
    InstallRequest other = InstallRequest.of(host.signed("other", "1.0.0").zip(downloads()));
    List<InstallResult> inner = new ArrayList<>();
    Callback.set(
        () -> inner.add(CompletableFuture.supplyAsync(() -> installer.install(other)).join()));

    assertThat(installer.update(newer(Callback.CODE)).isDone()).isTrue();

    assertThat(inner).hasSize(1).allMatch(result -> !result.isDone());
    assertThat(installer.install(other).isDone()).isTrue();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
  void change_isGivenUpWhileAnotherDoesNotEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Callback.set(
        () -> {
          begun.countDown();
          try {
            mayEnd.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    InstallRequest newer = newer(Callback.CODE);
    CompletableFuture<InstallResult> first =
        CompletableFuture.supplyAsync(() -> installer.update(newer));
    begun.await();

    InstallResult second = installer.uninstall("clock");
    mayEnd.countDown();

    assertThat(second.explanation()).contains("try again when that is done");
    assertThat(first.join().isDone()).isTrue();
  }

  @Test
  void release_whenItDeletesItselfAsItStarts_isTakenBack() {
    Callback.set(() -> manager.deletePlugin("clock"));

    InstallResult result = installer.update(newer(Callback.CODE));

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(result.explanation()).contains("is not deleted while it is being installed");
    assertThat(greetings(manager)).containsExactly("old");
    assertThat(host.plugins().resolve("clock")).isNotEmptyDirectory();
  }

  @Test
  void release_whenItStarts_mayDeleteAnotherPlugin() {
    Path legacy = host.signed("legacy", "1.0.0").zip(host.plugins());
    manager.loadPlugins();
    manager.startPlugins();
    Callback.set(() -> manager.deletePlugin("legacy"));

    assertThat(installer.update(newer(Callback.CODE)).isDone()).isTrue();

    assertThat(ids(manager)).containsExactly("clock");
    assertThat(legacy).doesNotExist();
  }

  /** PF4J's loop over the plugins then ends in an exception, when this one has started. */
  @Test
  void releaseBesideADisabledPlugin_mayHavePluginsLookedFor() {
    host.signed("extra", "1.0.0").zip(host.plugins());
    manager.loadPlugins();
    manager.disablePlugin("extra");
    host.signed("later", "1.0.0").zip(host.plugins());
    Callback.set(manager::loadPlugins);
    PluginKit kit = host.signed("clock", "1.1.0").greeting("new").requires("extra?");

    InstallResult result =
        installer.update(InstallRequest.of(kit.atStart(Callback.CODE).zip(downloads())));

    assertThat(result.isDone()).as(result.explanation()).isTrue();
    assertThat(greetings(manager)).containsExactly("new");
    assertThat(manager.getPlugin("extra").getPluginState()).isEqualTo(PluginState.DISABLED);
    assertThat(manager.getPlugin("later").getPluginState()).isEqualTo(PluginState.RESOLVED);
  }

  @Test
  void data_staysWhileAnotherChangeMayBringThePluginBack() throws IOException {
    host.signed("user", "1.0.0").requires("clock?").atStart(Callback.CODE).zip(host.plugins());
    manager.loadPlugins();
    manager.startPlugins();
    Path data = Files.writeString(installer.dataFolder("clock").resolve("rows"), "precious");
    List<InstallResult> inner = new ArrayList<>();
    Callback.set(
        () -> {
          Callback.set(() -> {});
          inner.add(
              CompletableFuture.supplyAsync(() -> installer.uninstallWithData("clock")).join());
          throw new IllegalStateException("no");
        });

    InstallResult outer = installer.uninstall("clock");

    assertThat(outer).isInstanceOf(NotDone.class);
    assertThat(inner).singleElement().isInstanceOf(NotDone.class);
    assertThat(ids(manager)).containsExactly("clock", "user");
    assertThat(data).hasContent("precious");
  }

  /** The hosts that use it know no other exceptions. */
  @Test
  void fileVerifier_refusesWhileAnotherChangeGoesOn() {
    Path other = host.signed("other", "1.0.0").zip(downloads());
    FileVerifier.Context context =
        new FileVerifier.Context(
            "other", Date.from(Instant.EPOCH), "1.0.0", "*", other.toString(), null);
    List<Throwable> thrown = new ArrayList<>();
    Callback.set(
        () ->
            thrown.add(
                catchThrowable(() -> new SignatureFileVerifier(installer).verify(context, other))));

    installer.update(newer(Callback.CODE)).orThrow();

    assertThat(thrown)
        .singleElement()
        .isInstanceOfSatisfying(
            VerifyException.class,
            refused -> assertThat(refused).hasMessageContaining("try again when that is done"));
  }

  private VerifyingPluginManager started() {
    VerifyingPluginManager strict =
        host.opened(host.builder().downgrades(HistoryRule.REFUSE).build());
    strict.loadPlugins();
    strict.startPlugins();
    return strict;
  }

  private InstallRequest newer(String atStart) {
    PluginKit kit = host.signed("clock", "1.1.0").greeting("new").atStart(atStart);
    return InstallRequest.of(kit.zip(downloads()));
  }

  private Path downloads() {
    return folder.resolve("downloads");
  }
}
