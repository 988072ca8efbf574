package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.ids;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has no id, or too many have, is removed by where it lies. */
class RemovalByPlaceTest {
  @TempDir Path folder;
  private TestHost host;
  private Path outside;

  @BeforeEach
  void setUp() throws IOException {
    host = new TestHost(folder);
    host.signed("other", "1.0.0").zip(host.plugins());
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("kept.txt"), "kept");
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  private enum Kind {
    DAMAGED_ZIP,
    DAMAGED_JAR,
    EMPTY_ZIP,
    FOLDER_WITHOUT_DESCRIPTOR,
    READ_ONLY_FOLDER,
    UNLISTABLE_FOLDER,
    UNTOLD_ZIP,
    UNTOLD_FOLDER,
    BACKSLASH,
    DANGLING_LINK,
    LINK_TO_FOLDER,
    LINK_TO_FILE,
    FOLDER_WITH_LINKS,
    FOLDER_NAMED_LIKE_A_JAR,
    UNSIGNED,
    SHADOWED_FOLDER
  }

  @ParameterizedTest
  @EnumSource
  void bundle_whenItIsNoLoadedPlugin_isRemovedAndNothingElse(Kind kind) throws Exception {
    Path bundle = make(kind);
    VerifyingPluginManager manager = host.started();
    ScanTarget target = target(manager, bundle);
    Trace.clear();

    InstallResult result = SignedPluginInstaller.of(manager).uninstall(target);

    assertThat(result.isDone()).as(result.explanation()).isTrue();
    assertThat(result.explanation())
        .isEqualTo("Removed what there was of '" + Printable.of(target.fileName()) + "'.");
    assertThat(Files.exists(bundle, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(outside.resolve("kept.txt")).hasContent("kept");
    assertThat(Trace.all()).isEmpty();
    assertThat(ids(manager)).contains("other");
    assertThat(manager.decisions()).doesNotContainKey(bundle);
    assertThat(manager.report().states()).extracting(IntegrityState::target).doesNotContain(target);
    assertThat(InstallWorkspace.isInUse(host.plugins())).as("something is left behind").isFalse();
    assertThat(SignedPluginInstaller.of(manager).uninstall(target))
        .isInstanceOf(NotDone.class)
        .extracting(InstallResult::explanation)
        .asString()
        .contains("it is not there.");
  }

  @Test
  void oneOfTwo_whenBothSayTheyAreThePlugin_isRemovedAlone() {
    Path loser = host.signed("clock", "1.0.0").zipAt(host.plugins().resolve("a.zip"));
    Path winner = host.signed("clock", "1.1.0").zipAt(host.plugins().resolve("b.zip"));
    VerifyingPluginManager manager = host.started();
    Trace.clear();

    SignedPluginInstaller.of(manager).uninstall(target(manager, loser)).orThrow();

    assertThat(loser).doesNotExist();
    assertThat(winner).exists();
    assertThat(Trace.all()).as("the other one runs on").isEmpty();

    InstallResult.Done done =
        SignedPluginInstaller.of(manager).uninstall(target(manager, winner)).orThrow();

    assertThat(done.explanation()).isEqualTo("Uninstalled 'clock' 1.1.0.");
    assertThat(Trace.all()).containsExactly("clock stopped");
    assertThat(ids(manager)).containsExactly("other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "emptied", "dangling"})
  void plugin_whenItsFilesAreGone_isUninstalledByPlaceOrId(String how) throws Exception {
    for (boolean byPlace : List.of(true, false)) {
      Path source = host.signed("clock", "1.0.0").folder(host.plugins());
      host.signed("user", "1.0.0").requires("clock?").zip(host.plugins());
      VerifyingPluginManager manager = host.started();
      ScanTarget target = target(manager, source);
      lose(source, how);
      Trace.clear();
      SignedPluginInstaller installer = SignedPluginInstaller.of(manager);

      InstallResult.Done done =
          (byPlace ? installer.uninstall(target) : installer.uninstall("clock")).orThrow();

      assertThat(done.explanation()).isEqualTo("Uninstalled 'clock' 1.0.0. Started again: user.");
      assertThat(ids(manager)).containsExactly("other", "user");
      assertThat(Files.exists(source, LinkOption.NOFOLLOW_LINKS)).isFalse();
      assertThat(manager.decisions()).doesNotContainKey(source);
      assertThat(manager.report().states())
          .extracting(IntegrityState::name)
          .doesNotContain("clock");
      manager.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "emptied", "dangling"})
  void plugin_whenItsFilesAreGone_isUpdated(String how) throws Exception {
    Path source = host.signed("clock", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.started();
    lose(source, how);

    InstallResult.Done done =
        SignedPluginInstaller.of(manager)
            .update(InstallRequest.of(host.signed("clock", "1.1.0").zip(folder)))
            .orThrow();

    assertThat(done.explanation()).isEqualTo("Updated 'clock' from 1.0.0 to 1.1.0.");
    assertThat(host.plugins().resolve("clock/plugin.properties")).exists();
  }

  @Test
  void plugin_whenOthersNeedIt_isNotRemovedByItsPlaceEither() {
    Path source = host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("user", "1.0.0").requires("clock").zip(host.plugins());
    VerifyingPluginManager manager = host.started();

    InstallResult result = SignedPluginInstaller.of(manager).uninstall(target(manager, source));

    assertThat(result.explanation()).contains("it is needed by user; uninstall that first.");
    assertThat(source).exists();
  }

  /** Nothing but bundles directly in a root, whatever it is called. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "outside",
        "plugins",
        "plugins/disabled.txt",
        "plugins/.signet-install",
        "plugins/.signet-install/lock",
        "plugins/link/kept.txt",
        "plugins/folder/below.zip",
        "plugins/../outside",
        "state"
      })
  void path_whenItIsNoBundleInARoot_isNotRemoved(String path) throws IOException {
    Files.writeString(host.plugins().resolve("disabled.txt"), "");
    Files.createSymbolicLink(host.plugins().resolve("link"), outside);
    Trees.write(host.plugins().resolve("folder/below.zip"), "no archive".getBytes(UTF_8));
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    installer.uninstall("other").orThrow();

    InstallResult result = installer.uninstall(ScanTarget.plugin(folder.resolve(path)));

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(folder.resolve(path)).exists();
    assertThat(outside.resolve("kept.txt")).hasContent("kept");
  }

  @Test
  void core_isNeverRemoved() throws IOException {
    Path core = Files.createDirectory(host.plugins().resolve("core"));
    Files.writeString(core.resolve("a.txt"), "a");

    InstallResult result =
        SignedPluginInstaller.of(host.started()).uninstall(ScanTarget.core(core));

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(core).exists();
  }

  @Test
  void plugin_whenItWasLoadedFromElsewhere_isNotRemovedThere() {
    Path source = host.signed("clock", "1.0.0").zip(outside);
    VerifyingPluginManager manager = host.started();
    manager.loadPlugin(source);

    InstallResult result = SignedPluginInstaller.of(manager).uninstall(ScanTarget.plugin(source));

    assertThat(result.explanation()).contains("it was loaded from " + source);
    assertThat(source).exists();
  }

  @Test
  void removal_whenItIsInterrupted_isUndoneOrFinishedAsAnyOther() throws Exception {
    Path bundle = Trees.write(host.plugins().resolve("bad.zip"), "no archive".getBytes(UTF_8));
    VerifyingPluginManager manager = host.started();
    ScanTarget target = target(manager, bundle);
    SignedPluginInstaller failing =
        SignedPluginInstaller.builder(manager, manager.admission())
            .guard(
                (step, path) -> {
                  if (step.equals("write")
                      && path.endsWith("journal.json")
                      && Files.notExists(bundle)) {
                    throw new IOException("no space");
                  }
                })
            .build();

    InstallResult result = failing.uninstall(target);

    assertThat(result).isInstanceOf(NotDone.class);
    assertThat(result.explanation()).contains("'bad.zip' is left as it was");
    assertThat(bundle).hasContent("no archive");
  }

  private static void lose(Path source, String how) throws IOException {
    Trees.delete(source);
    switch (how) {
      case "emptied" -> Files.createDirectory(source);
      case "dangling" -> Files.createSymbolicLink(source, source.resolveSibling("nowhere"));
      default -> {}
    }
  }

  private ScanTarget target(VerifyingPluginManager manager, Path bundle) {
    assertThat(manager.report().states())
        .extracting(IntegrityState::target)
        .contains(ScanTarget.plugin(bundle));
    return ScanTarget.plugin(bundle);
  }

  private Path make(Kind kind) throws IOException {
    Path root = host.plugins();
    byte[] junk = "no archive".getBytes(UTF_8);
    return switch (kind) {
      case DAMAGED_ZIP -> Trees.write(root.resolve("bad.zip"), junk);
      case DAMAGED_JAR -> Trees.write(root.resolve("bad.jar"), junk);
      case EMPTY_ZIP -> Trees.write(root.resolve("bad.zip"), new byte[0]);
      case FOLDER_WITHOUT_DESCRIPTOR -> Trees.folder(root.resolve("bad"), Map.of("a/b.txt", junk));
      case READ_ONLY_FOLDER ->
          closed(Trees.folder(root.resolve("bad"), Map.of("a/b", junk)), "r-x");
      case UNLISTABLE_FOLDER ->
          closed(Trees.folder(root.resolve("bad"), Map.of("a/b", junk)), "---");
      case UNTOLD_ZIP -> Trees.write(untold("cl%F6ck.zip"), junk);
      case UNTOLD_FOLDER -> Trees.folder(untold("cl%F6ck"), Map.of("a/b.txt", junk));
      case BACKSLASH -> Trees.write(root.resolve("a\\b.zip"), junk);
      case DANGLING_LINK ->
          Files.createSymbolicLink(root.resolve("bad.zip"), folder.resolve("nowhere"));
      case LINK_TO_FOLDER -> Files.createSymbolicLink(root.resolve("bad"), outside);
      case LINK_TO_FILE ->
          Files.createSymbolicLink(root.resolve("bad.zip"), outside.resolve("kept.txt"));
      case FOLDER_WITH_LINKS -> {
        Path bad = Trees.folder(root.resolve("bad"), Map.of("a/b.txt", junk));
        Files.createSymbolicLink(bad.resolve("link"), outside);
        Files.createSymbolicLink(bad.resolve("a/file"), outside.resolve("kept.txt"));
        yield bad;
      }
      case FOLDER_NAMED_LIKE_A_JAR -> Trees.folder(root.resolve("bad.jar"), Map.of("a.txt", junk));
      case UNSIGNED -> PluginKit.plugin("clock", "1.0.0").zip(root);
      case SHADOWED_FOLDER -> PluginKit.plugin("clock", "1.0.0").folderAt(root.resolve("other"));
    };
  }

  private Path untold(String name) {
    return Path.of(URI.create(host.plugins().toUri() + name));
  }

  private static Path closed(Path folder, String rights) throws IOException {
    Files.setPosixFilePermissions(
        folder.resolve("a"), PosixFilePermissions.fromString(rights + "------"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights + "------"));
    return folder;
  }
}
