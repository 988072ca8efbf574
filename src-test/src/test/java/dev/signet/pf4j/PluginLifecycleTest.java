package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginAlreadyLoadedException;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginStateListener;

@Tag("pf4j")
class PluginLifecycleTest {
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

  @ParameterizedTest
  @ValueSource(strings = {"folder", "zip", "jar"})
  void deletedPlugin_isGoneWithItsSourceAndItsCopy(String kind) {
    Path source = bundle(kind, "plugin", "1.0.0");
    host.signed("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path copy = manager.getPlugin("plugin").getPluginPath();

    assertThat(manager.deletePlugin("plugin")).isTrue();

    assertThat(source).doesNotExist();
    assertThat(copy).doesNotExist();
    assertThat(ids(manager)).containsExactly("other");
    assertThat(manager.decisions()).doesNotContainKey(source);
    assertThat(Trace.of("plugin")).contains("plugin stopped");
  }

  @Test
  void deletedPluginFromOutsideTheRoots_isGoneAsInPf4j() {
    Path source = host.signed("plugin", "1.0.0").zip(folder.resolve("elsewhere"));
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugin(source);

    assertThat(manager.deletePlugin("plugin")).isTrue();

    assertThat(source).doesNotExist();
  }

  @Test
  void repository_deletesOnlyWhatLiesInTheRootsOrWasLoaded() {
    Path outside = host.signed("outside", "1.0.0").zip(folder.resolve("elsewhere"));
    Path refused = PluginKit.plugin("refused", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.started();

    assertThat(PluginAdmission.repository(manager::admission).deletePluginPath(outside)).isFalse();
    assertThat(PluginAdmission.repository(manager::admission).deletePluginPath(host.plugins()))
        .isFalse();
    assertThat(
            PluginAdmission.repository(manager::admission)
                .deletePluginPath(host.sealed().resolve("unknown")))
        .isFalse();
    assertThat(
            PluginAdmission.repository(manager::admission)
                .deletePluginPath(host.plugins().resolve("absent")))
        .isFalse();
    assertThat(PluginAdmission.repository(manager::admission).deletePluginPath(refused)).isTrue();

    assertThat(outside).exists();
    assertThat(refused).doesNotExist();
    assertThat(manager.refusals()).isEmpty();
  }

  @Test
  void repository_whenItDeletesTheSourceOfALoadedPlugin_leavesItsCopy() {
    Path source = host.signed("plugin", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.started();

    assertThat(PluginAdmission.repository(manager::admission).deletePluginPath(source)).isTrue();
    PluginAdmission.repository(manager::admission).getPluginPaths();

    assertThat(source).doesNotExist();
    assertThat(manager.getPlugin("plugin").getPluginPath()).exists();
    assertThat(greetings(manager)).containsExactly("hello");
  }

  @Test
  void unloadedPlugin_loadsAgainByItsSealedPath() {
    host.signed("plugin", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path sealed = manager.getPlugin("plugin").getPluginPath();
    assertThat(manager.unloadPlugin("plugin")).isTrue();
    assertThat(ids(manager)).isEmpty();

    assertThat(manager.loadPlugin(sealed)).isEqualTo("plugin");

    manager.startPlugins();
    assertThat(greetings(manager)).containsExactly("hello");
  }

  @Test
  void reloadBySealedPath_takesTheSourceAsItIsNow() {
    Path source = host.signed("plugin", "1.0.0").greeting("old").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path sealed = manager.getPlugin("plugin").getPluginPath();
    manager.unloadPlugin("plugin");
    host.signed("plugin", "1.1.0").greeting("new").zipAt(source);
    // A scan in between must not sweep the copy that names the source.
    PluginAdmission.repository(manager::admission).getPluginPaths();

    manager.loadPlugin(sealed);

    manager.startPlugins();
    assertThat(greetings(manager)).containsExactly("new");
    assertThat(manager.getPlugin("plugin").getDescriptor().getVersion()).isEqualTo("1.1.0");
  }

  @Test
  void reloadBySealedPath_whenTheSourceWasTamperedWith_isRefused() throws IOException {
    Path source = host.signed("plugin", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path sealed = manager.getPlugin("plugin").getPluginPath();
    manager.unloadPlugin("plugin");
    Files.writeString(
        source.resolve("plugin.properties"), "\n# changed\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> manager.loadPlugin(sealed))
        .isInstanceOf(PluginRejectedException.class)
        .hasMessageContaining("plugin.properties");

    assertThat(reasons(decision(manager, source))).containsExactly(Reason.INVALID_HASH);
    assertThat(ids(manager)).isEmpty();
  }

  @Test
  void pathAmongTheSealedCopies_whenNobodyMadeIt_isRefused() throws IOException {
    VerifyingPluginManager manager = host.started();
    Path planted = host.signed("planted", "1.0.0").folderAt(host.sealed().resolve("planted"));

    assertThatThrownBy(() -> manager.loadPlugin(planted))
        .isInstanceOfSatisfying(
            PluginRejectedException.class,
            rejected ->
                assertThat(reasons(rejected.decision())).containsExactly(Reason.STATE_UNAVAILABLE));
    assertThat(ids(manager)).isEmpty();
  }

  @Test
  void newVersionBesideTheOldOne_isTakenOnceTheOldOneIsUnloaded() {
    Path old =
        host.signed("plugin", "1.0.0").greeting("old").zipAt(host.plugins().resolve("1.zip"));
    VerifyingPluginManager manager = host.started();
    host.signed("plugin", "2.0.0").greeting("new").zipAt(host.plugins().resolve("2.zip"));

    manager.loadPlugins();
    assertThat(greetings(manager)).containsExactly("old");

    manager.unloadPlugin("plugin");
    manager.loadPlugins();
    manager.startPlugins();
    assertThat(greetings(manager)).containsExactly("new");
    assertThat(reasons(decision(manager, old))).containsExactly(Reason.DUPLICATE_ID);
  }

  @Test
  void newVersionOverTheOldOne_isTakenOnceTheOldOneIsUnloaded() {
    Path source = host.signed("plugin", "1.0.0").greeting("old").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    host.signed("plugin", "2.0.0").greeting("new").zipAt(source);

    assertThat(greetings(manager)).containsExactly("old");
    manager.unloadPlugin("plugin");
    manager.loadPlugin(source);
    manager.startPlugins();

    assertThat(greetings(manager)).containsExactly("new");
  }

  @Test
  void loadedPathLoadedAgain_isPf4jsOwnException() {
    Path source = host.signed("plugin", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();

    assertThatThrownBy(() -> manager.loadPlugin(source))
        .isInstanceOf(PluginAlreadyLoadedException.class);
    manager.loadPlugins();

    assertThat(greetings(manager)).containsExactly("hello");
  }

  @Test
  void disabledAndEnabled_areKeptOverRestarts() {
    host.signed("plugin", "1.0.0").zip(host.plugins());
    VerifyingPluginManager first = host.started();
    assertThat(first.disablePlugin("plugin")).isTrue();
    first.close();
    Trace.clear();

    VerifyingPluginManager second = host.started();
    assertThat(second.getPlugin("plugin").getPluginState()).isEqualTo(PluginState.DISABLED);
    assertThat(Trace.of("plugin")).isEmpty();
    assertThat(second.enablePlugin("plugin")).isTrue();
    second.close();

    VerifyingPluginManager third = host.started();
    assertThat(third.getPlugin("plugin").getPluginState()).isEqualTo(PluginState.STARTED);
  }

  @Test
  void copies_whenNobodyNeedsThem_areSweptAndThoseOfLoadedPluginsAreNot() {
    Path source = host.signed("plugin", "1.0.0").zip(host.plugins());
    Path other = host.signed("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path loaded = manager.getPlugin("plugin").getPluginPath();
    Path gone = manager.getPlugin("other").getPluginPath();
    manager.unloadPlugin("other");
    delete(other);
    for (int i = 1; i <= 3; i++) {
      host.signed("plugin", "1.0." + i).zipAt(source);
      manager.loadPlugins();
    }

    assertThat(loaded).exists();
    assertThat(gone).doesNotExist();
    assertThat(copies()).hasSize(2).contains(loaded);

    manager.close();
    assertThat(copies()).hasSize(1).doesNotContain(loaded);
  }

  @Test
  void unchangedPlugins_startAgainFromTheSameCopies() throws IOException {
    host.signed("plugin", "1.0.0").folder(host.plugins());
    VerifyingPluginManager first = host.started();
    Path copy = first.getPlugin("plugin").getPluginPath();
    Object key = Files.readAttributes(copy, BasicFileAttributes.class).fileKey();
    first.close();

    VerifyingPluginManager second = host.started();

    // Under another name: the JVM may still hold what it allows once per path.
    Path again = second.getPlugin("plugin").getPluginPath();
    assertThat(Files.readAttributes(again, BasicFileAttributes.class).fileKey()).isEqualTo(key);
    assertThat(greetings(second)).containsExactly("hello");
  }

  @Test
  void decisions_followTheRoots() {
    Path refused = PluginKit.plugin("plugin", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    assertThat(manager.decisions()).containsOnlyKeys(refused);

    delete(refused);
    Path signed = host.signed("plugin", "1.0.0").jar(host.plugins());
    manager.loadPlugins();

    assertThat(manager.decisions()).containsOnlyKeys(signed);
    assertThat(manager.refusals()).isEmpty();
  }

  @Test
  void equalBundles_areOnePluginThatCanBeReloadedAndDeleted() {
    Path first = host.signed("plugin", "1.0.0").zipAt(host.plugins().resolve("a.zip"));
    Path second = host.plugins().resolve("b.zip");
    copy(first, second);
    VerifyingPluginManager manager = host.started();
    Path sealed = manager.getPlugin("plugin").getPluginPath();
    assertThat(manager.admission().sourceOf(sealed)).contains(first);
    assertThat(reasons(decision(manager, second))).containsExactly(Reason.DUPLICATE_ID);

    manager.unloadPlugin("plugin");
    manager.loadPlugin(sealed);
    assertThat(manager.deletePlugin("plugin")).isTrue();

    assertThat(first).doesNotExist();
    assertThat(second).exists();
    manager.loadPlugins();
    assertThat(ids(manager)).containsExactly("plugin");
  }

  @Test
  void plugin_whenItFailsToLoadInPf4j_isPf4jsException() {
    Path noVersion = host.signed("noversion", "").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();

    assertThatThrownBy(() -> manager.loadPlugin(noVersion))
        .isInstanceOf(PluginRuntimeException.class);
    assertThat(ids(manager)).isEmpty();
  }

  /** PF4J 3.15.0's own loop leaves every second one running, or throws. */
  @Test
  void plugins_whenAllAreStopped_areStoppedLastFirstAndCanBeStartedAgain() {
    List<String> ids = List.of("a", "b", "c");
    ids.forEach(id -> host.signed(id, "1.0.0").zip(host.plugins()));
    VerifyingPluginManager manager = host.started();
    Trace.clear();

    manager.stopPlugins();

    assertThat(Trace.all()).containsExactly("c stopped", "b stopped", "a stopped");
    assertThat(manager.getStartedPlugins()).isEmpty();
    manager.startPlugins();
    assertThat(manager.getStartedPlugins()).hasSize(3);
  }

  @Test
  void plugins_whenAListenerThrowsWhileAllAreStopped_areAllStopped() {
    List.of("a", "b", "c").forEach(id -> host.signed(id, "1.0.0").zip(host.plugins()));
    VerifyingPluginManager manager = host.started();
    PluginStateListener listener =
        event -> {
          throw new IllegalArgumentException("listener");
        };
    manager.addPluginStateListener(listener);

    assertThatThrownBy(manager::stopPlugins)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(2));

    manager.removePluginStateListener(listener);
    assertThat(Trace.all()).contains("a stopped", "b stopped", "c stopped");
  }

  /** PF4J 3.6.0 and 3.9.0 tell no listener of what is unloaded. */
  @Tag("pf4j-newest")
  @Test
  void listener_whenItThrows_doesNotKeepOtherPluginsRunningOnClose() {
    host.signed("a", "1.0.0").zip(host.plugins());
    host.signed("b", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.addPluginStateListener(
        event -> {
          throw new IllegalArgumentException("listener");
        });

    assertThatThrownBy(manager::close).isInstanceOf(IllegalArgumentException.class);

    assertThat(Trace.of("a")).contains("a stopped");
    assertThat(Trace.of("b")).contains("b stopped");
    assertThat(host.manager().getPlugins()).isEmpty();
  }

  private Path bundle(String kind, String id, String version) {
    PluginKit kit = host.signed(id, version);
    return switch (kind) {
      case "folder" -> kit.folder(host.plugins());
      case "zip" -> kit.zip(host.plugins());
      default -> kit.jar(host.plugins());
    };
  }

  private List<Path> copies() {
    try (Stream<Path> children = Files.list(host.sealed())) {
      return children.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
