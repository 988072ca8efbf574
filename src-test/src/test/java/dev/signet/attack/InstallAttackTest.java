package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InstallRecovery.Outcome;
import dev.signet.testkit.Jvm;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can write to the plugins root, and who installs there at the same time. */
class InstallAttackTest {
  private static final String UNDOES =
      """
      {"version": 1, "action": "UPDATE", "plugin": "clock", "phase": "%s",
       "installed": "%s", "replaced": ["%s"]}
      """;

  @TempDir Path folder;
  private TestHost host;
  private Path workspace;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    workspace = host.plugins().resolve(".signet-install");
    host.signed("clock", "1.0.0").greeting("old").folder(host.plugins());
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** Holds the lock of a workspace until it is ended. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      try (FileChannel file =
          FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        System.out.write(file.lock().isValid() ? 1 : 0);
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc", "..", ".", "", ".signet-install", "a/b", "a\\\\b"})
  void journal_whenItNamesWhatIsNotInTheRoot_isNotFollowed(String name) {
    Path outside = Trees.write(folder.resolve("outside/file"), new byte[1]);
    plant(String.format(Locale.ROOT, UNDOES, "SWAPPING", name, "clock"));
    plantSecond(String.format(Locale.ROOT, UNDOES, "COMMITTED", "clock", name));

    VerifyingPluginManager manager = host.started();

    assertThat(manager.admission().recoveries())
        .hasSize(2)
        .allMatch(recovery -> recovery.outcome() == Outcome.FAILED)
        .allMatch(recovery -> recovery.explanation().contains("journal.json is damaged"));
    assertThat(outside).exists();
    assertThat(greetings(manager)).containsExactly("old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{\"version\": 2}", "{\"version\": 1, \"x\": 2}"})
  void journal_whenItIsNone_isReportedAndChangesNothingUntilItIsGone(String text)
      throws IOException {
    plant(text);
    Trees.folder(workspace.resolve("1/old"), Trees.files("kept/file", "x"));
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();
    manager.startPlugins();

    List<InstallRecovery> told = manager.admission().recoveries();
    assertThat(told).extracting(InstallRecovery::outcome).containsExactly(Outcome.FAILED);
    assertThat(workspace.resolve("1/old/kept/file")).exists();
    assertThat(greetings(manager)).containsExactly("old");
    InstallResult blocked = SignedPluginInstaller.of(manager).update(newer());
    assertThat(blocked.isDone()).isFalse();
    assertThat(blocked.explanation()).contains(workspace.resolve("1").toString());
    assertThat(greetings(manager)).containsExactly("old");

    Files.delete(workspace.resolve("1/journal.json"));
    assertThat(SignedPluginInstaller.of(manager).update(newer()).explanation())
        .contains("no journal says why");
    Files.delete(workspace.resolve("1/old/kept/file"));
    Files.delete(workspace.resolve("1/old/kept"));
    assertThat(SignedPluginInstaller.of(manager).update(newer()).isDone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1/old", "1/new", "lock", "1/journal.json"})
  void linkInTheWorkspace_isNotFollowed(String place) throws IOException {
    Path outside = Trees.folder(folder.resolve("outside"), Trees.files("clock/file", "x"));
    Path link = place.isEmpty() ? workspace : workspace.resolve(place);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, outside);

    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller.of(manager).update(newer());

    assertThat(outside.resolve("clock/file")).hasContent("x");
    assertThat(folder.resolve("outside")).isDirectoryNotContaining("glob:**/lock");
    assertThat(greetings(manager)).hasSize(1);
  }

  @Test
  void bundle_whenItIsPutWhereTheNewOneGoes_isVerifiedLikeAnyOther() {
    VerifyingPluginManager manager = host.started();
    // Signed by its author, and not what was admitted: an older release, in the same folder.
    Trees.folder(workspace.resolve("1/new/clock"), host.signed("clock", "0.9.0").folderFiles());

    SignedPluginInstaller.of(manager).update(newer()).orThrow();

    assertThat(greetings(manager)).containsExactly("new");
  }

  @Test
  void otherProcess_whenItInstalls_isWaitedForAndNotDisturbed() throws Exception {
    VerifyingPluginManager manager = host.started();
    Files.createDirectories(workspace);
    Process holder = Jvm.of(Holder.class).start(workspace.resolve("lock"));
    try {
      assertThat(holder.getInputStream().read()).isEqualTo(1);
      InstallResult result =
          SignedPluginInstaller.builder(manager, manager.admission())
              .patience(Duration.ofMillis(200))
              .build()
              .update(newer());
      assertThat(result.explanation()).contains("Another process or installer is changing");
      assertThat(greetings(manager)).containsExactly("old");
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertThat(SignedPluginInstaller.of(manager).update(newer()).isDone()).isTrue();
  }

  @Test
  void hosts_whenTheyShareARoot_installOneAfterTheOther() throws Exception {
    VerifyingPluginManager one = host.started();
    VerifyingPluginManager two =
        host.opened(host.builder().stateDirectory(folder.resolve("state-2")).build());
    two.loadPlugins();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (VerifyingPluginManager manager : List.of(one, two)) {
        String id = manager == one ? "a" : "b";
        Path bundle = host.signed(id, "1.0.0").zip(folder.resolve("downloads"));
        running.add(
            pool.submit(
                () -> {
                  SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
                  for (int i = 0; i < 5; i++) {
                    installer.install(InstallRequest.of(bundle)).orThrow();
                    installer.uninstall(id).orThrow();
                  }
                  return installer.install(InstallRequest.of(bundle)).orThrow();
                }));
      }
      for (Future<?> each : running) {
        each.get(1, TimeUnit.MINUTES);
      }
    } finally {
      pool.shutdownNow();
    }
    one.close();
    two.close();
    assertThat(TestHost.ids(host.started())).containsExactly("a", "b", "clock");
  }

  @Test
  void threads_whenTheyShareAnInstaller_installOneAfterTheOther() throws Exception {
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    InstallRequest newer = newer();
    InstallRequest older =
        InstallRequest.of(
                host.signed("clock", "1.0.0").greeting("old").zip(folder.resolve("older")))
            .allowingLowerVersion();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<InstallResult>> results = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        InstallRequest request = i % 2 == 0 ? newer : older;
        results.add(pool.submit(() -> installer.update(request)));
      }
      for (Future<InstallResult> result : results) {
        assertThat(result.get(1, TimeUnit.MINUTES).isDone()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(greetings(manager)).hasSize(1);
    assertThat(workspace).isDirectoryNotContaining("glob:**/[0-9]*");
  }

  private InstallRequest newer() {
    return InstallRequest.of(
        host.signed("clock", "1.1.0").greeting("new").zip(folder.resolve("newer")));
  }

  private void plant(String journal) {
    Trees.folder(workspace, Trees.files("1/journal.json", journal, "1/old/", "", "1/new/", ""));
  }

  private void plantSecond(String journal) {
    Trees.folder(workspace, Trees.files("2/journal.json", journal, "2/old/", ""));
  }
}
