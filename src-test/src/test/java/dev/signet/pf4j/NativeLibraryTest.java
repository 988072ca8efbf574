package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.file.FileTree;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Programs;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginState;

/** The JVM loads a native library once per path, as long as a class loader that has it lives. */
class NativeLibraryTest {
  private static final String FAILS = " throw new IllegalStateException(\"no\");";
  private static final String NAME = "native/libanswer.so";
  private static byte[] library = {};

  @TempDir Path folder;
  private TestHost host;

  @BeforeAll
  static void compile(@TempDir Path scratch) throws IOException {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, "gcc")));
    assumeTrue(there, "gcc is not installed; native libraries are not tested");
    Path source = scratch.resolve("answer.c");
    Files.writeString(
        source, "int Java_kit_clock_Native_answer(void *jni, void *type) { return 42; }\n");
    Path made = scratch.resolve("libanswer.so");
    new Programs(scratch).run("gcc", "-shared", "-fPIC", "-o", made, source).expectSuccess();
    library = Files.readAllBytes(made);
  }

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip", "folder"})
  void update_whenTheNewReleaseFails_putsBackAPluginWithANativeLibrary(String kind) {
    PluginKit old = clock("1.0.0", "");
    Path source = kind.equals("zip") ? old.zip(host.plugins()) : old.folder(host.plugins());
    VerifyingPluginManager manager = host.started();

    for (String version : List.of("1.1.0", "1.2.0", "1.3.0")) {
      assertThat(update(manager, clock(version, FAILS)))
          .isInstanceOf(NotDone.class)
          .extracting(InstallResult::explanation)
          .asString()
          .contains("Everything is as it was before.");
      assertThat(runs(manager, "clock")).isTrue();
    }

    assertThat(manager.getPlugin("clock").getDescriptor().getVersion()).isEqualTo("1.0.0");
    assertThat(sealedOf("clock")).containsExactly(manager.getPlugin("clock").getPluginPath());
    assertThat(manager.admission().sourceOf(manager.getPlugin("clock").getPluginPath()))
        .contains(source);
  }

  @Test
  void update_whenAPluginWithANativeLibraryNeedsIt_startsThatAgain() {
    host.signed("base", "1.0.0").zip(host.plugins());
    clock("1.0.0", "").requires("base").zip(host.plugins());
    VerifyingPluginManager manager = host.started();

    for (String version : List.of("1.1.0", "1.2.0")) {
      assertThat(update(manager, host.signed("base", version)).orThrow().restarted())
          .containsExactly("clock");
    }
    assertThat(update(manager, host.signed("base", "1.3.0").atStart(FAILS)))
        .isInstanceOf(NotDone.class);

    assertThat(runs(manager, "clock")).isTrue();
    assertThat(runs(manager, "base")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", FAILS})
  void update_whenTheReleaseIsTheSame_runsAgain(String atStart) {
    PluginKit release = clock("1.0.0", "");
    release.zip(host.plugins());
    VerifyingPluginManager manager = host.started();

    update(manager, clock("1.0.0", atStart));
    update(manager, clock("1.0.0", "")).orThrow();

    assertThat(runs(manager, "clock")).isTrue();
  }

  @Test
  void reload_whenRepeated_getsAPathOfItsOwnEachTime() {
    clock("1.0.0", "").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    List<Path> paths = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      Path path = manager.getPlugin("clock").getPluginPath();
      paths.add(path);
      manager.unloadPlugin("clock");
      manager.loadPlugin(path);
      assertThat(manager.startPlugin("clock")).isEqualTo(PluginState.STARTED);
    }

    assertThat(paths).doesNotHaveDuplicates();
    assertThat(sealedOf("clock")).hasSize(1);
  }

  @Test
  void reload_whenTheHostStartsAgain_hasKeptItsCopy() throws IOException {
    clock("1.0.0", "").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path path = manager.getPlugin("clock").getPluginPath();
    manager.unloadPlugin("clock");
    manager.loadPlugin(path);
    Path renewed = manager.getPlugin("clock").getPluginPath();
    Object key = fileKey(renewed);
    manager.close();

    VerifyingPluginManager next = host.manager();
    next.loadPlugins();

    assertThat(next.getPlugin("clock").getPluginPath()).isNotIn(path, renewed);
    assertThat(fileKey(next.getPlugin("clock").getPluginPath())).isEqualTo(key);
  }

  /** A host may close its manager and make another one, in the same JVM. */
  @Test
  void managers_whenOneFollowsAnother_runThePluginEachTime() {
    clock("1.0.0", "").zip(host.plugins());
    List<Path> paths = new ArrayList<>();

    for (int i = 0; i < 4; i++) {
      VerifyingPluginManager manager = host.started();
      paths.add(manager.getPlugin("clock").getPluginPath());
      assertThat(runs(manager, "clock")).isTrue();
      if (i == 1) {
        manager.unloadPlugin("clock");
        manager.loadPlugin(paths.get(1));
        assertThat(manager.startPlugin("clock")).isEqualTo(PluginState.STARTED);
      }
      manager.close();
      assertThat(sealedOf("clock")).hasSize(1);
    }

    assertThat(paths).doesNotHaveDuplicates();
  }

  @Test
  void managers_whenTheStateIsDeletedBetween_runThePluginEachTime() throws IOException {
    clock("1.0.0", "").zip(host.plugins());
    List<Path> paths = new ArrayList<>();

    for (int i = 0; i < 3; i++) {
      VerifyingPluginManager manager = host.started();
      paths.add(manager.getPlugin("clock").getPluginPath());
      assertThat(runs(manager, "clock")).isTrue();
      manager.close();
      FileTree.delete(host.state());
    }

    assertThat(paths).doesNotHaveDuplicates();
  }

  /** Most hosts close their manager when the JVM ends, where all of that would be for nothing. */
  @Test
  void close_whenThePluginRan_leavesItsCopyAndTheIndexAsTheyAre() throws IOException {
    clock("1.0.0", "").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    List<Path> sealed = sealedOf("clock");
    Object index = fileKey(host.state().resolve("index"));

    manager.close();

    assertThat(sealedOf("clock")).isEqualTo(sealed);
    assertThat(fileKey(host.state().resolve("index"))).isEqualTo(index);
  }

  /** Its bytes are read again, since they are not the ones that were sealed. */
  @Test
  void reload_whenTheCopyWasChanged_isSealedAnew() throws IOException {
    clock("1.0.0", "").folder(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path path = manager.getPlugin("clock").getPluginPath();
    manager.unloadPlugin("clock");
    Path changed = path.resolve("plugin.properties");
    byte[] sealed = Files.readAllBytes(changed);
    assertThat(changed.toFile().setWritable(true)).isTrue();
    Files.write(changed, "something else".getBytes(StandardCharsets.UTF_8));

    manager.loadPlugin(path);

    assertThat(manager.startPlugin("clock")).isEqualTo(PluginState.STARTED);
    assertThat(manager.getPlugin("clock").getPluginPath().resolve("plugin.properties"))
        .hasBinaryContent(sealed);
  }

  @Test
  void copies_whenAKilledHostLeftThemBehind_areSweptByTheNext() {
    clock("1.0.0", "").zip(host.plugins());
    host.started().close();
    Path copy = sealedOf("clock").get(0);
    for (String leftOver : List.of("-r1", "-r77", "-r999999999999999999")) {
      Path other =
          copy.resolveSibling(copy.getFileName().toString().replaceFirst("-r[0-9]+$", leftOver));
      if (Files.notExists(other)) {
        Trees.copy(copy, other);
      }
    }

    VerifyingPluginManager manager = host.started();

    assertThat(runs(manager, "clock")).isTrue();
    assertThat(sealedOf("clock")).hasSize(1);
    manager.close();
    assertThat(sealedOf("clock")).hasSize(1);
  }

  private static Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  private PluginKit clock(String version, String more) {
    return host.signed("clock", version)
        .file(NAME, library)
        .source(
            "kit.clock.Native", "package kit.clock; class Native { static native int answer(); }")
        .atStart(
            "System.load(getWrapper().getPluginPath().resolve(\""
                + NAME
                + "\").toString()); if (Native.answer() != 42) throw new IllegalStateException();"
                + (more.isEmpty() ? "" : " if (true) " + more));
  }

  private List<Path> sealedOf(String id) {
    return List.of(host.sealed().toFile().listFiles((all, name) -> name.startsWith(id + "-")))
        .stream()
        .map(File::toPath)
        .toList();
  }

  private InstallResult update(VerifyingPluginManager manager, PluginKit release) {
    return SignedPluginInstaller.of(manager)
        .update(InstallRequest.of(release.zip(folder.resolve("downloads"))));
  }

  private static boolean runs(VerifyingPluginManager manager, String id) {
    return manager.getPlugin(id).getPluginState() == PluginState.STARTED;
  }
}
