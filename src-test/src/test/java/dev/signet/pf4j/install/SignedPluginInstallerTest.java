package dev.signet.pf4j.install;

import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.LedgerException;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginState;

@Tag("pf4j")
class SignedPluginInstallerTest {
  @TempDir Path folder;
  private TestHost host;
  private Path downloads;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    downloads = folder.resolve("downloads");
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({"folder, clock", "zip, clock", "jar, clock.jar"})
  void install_whenAdmitted_isThereLoadedStartedAndNothingElse(String kind, String name) {
    Path bundle = bundle(kind, host.signed("clock", "1.0.0"));
    Set<String> before = tree(bundle);
    VerifyingPluginManager manager = host.started();

    Done done = installer(manager).install(InstallRequest.of(bundle)).orThrow();

    assertThat(done.explanation()).isEqualTo("Installed 'clock' 1.0.0.");
    assertThat(done.action()).isEqualTo(InstallAction.INSTALL);
    assertThat(done.decision().orElseThrow().action()).isEqualTo(Action.ADMIT);
    assertThat(greetings(manager)).containsExactly("hello");
    assertThat(inRoot()).containsExactly(name);
    assertThat(tree(bundle)).isEqualTo(before);
    assertThat(copies()).containsExactly(sealed(manager, "clock"));
    manager.close();
    assertThat(greetings(host.started())).containsExactly("hello");
  }

  @ParameterizedTest
  @CsvSource({
    "folder, folder",
    "folder, zip",
    "folder, jar",
    "zip, folder",
    "zip, zip",
    "jar, folder",
    "jar, jar"
  })
  void update_whenAdmitted_takesTheOldOnesPlace(String from, String to) throws LedgerException {
    inRoot(from, host.signed("clock", "1.0.0").greeting("old"));
    VerifyingPluginManager manager = host.started();
    Path oldCopy = sealed(manager, "clock");

    InstallResult result =
        installer(manager).update(request(to, host.signed("clock", "1.1.0").greeting("new")));

    assertThat(result.explanation()).isEqualTo("Updated 'clock' from 1.0.0 to 1.1.0.");
    assertThat(greetings(manager)).containsExactly("new");
    assertThat(inRoot()).containsExactly(to.equals("jar") ? "clock.jar" : "clock");
    assertThat(oldCopy).doesNotExist();
    assertThat(copies()).containsExactly(sealed(manager, "clock"));
    assertThat(manager.decisions()).hasSize(1);
    assertThat(manager.admission().ledger().find("clock").orElseThrow().highestVersion())
        .isEqualTo("1.1.0");
    manager.close();
    VerifyingPluginManager next = host.started();
    assertThat(greetings(next)).containsExactly("new");
    assertThat(next.admission().recoveries()).isEmpty();
  }

  @Test
  void updateOverAFolderWithOldAndForeignFiles_endsWithTheManifestsFiles() throws IOException {
    Path old = host.signed("clock", "1.0.0").file("old.txt", new byte[1]).folder(host.plugins());
    VerifyingPluginManager manager = host.started();
    Trees.folder(old, Trees.files("cache/stale.bin", "x", "empty/", "", "extra.txt", "y"));
    Files.createSymbolicLink(old.resolve("link"), folder);
    PluginKit release = host.signed("clock", "1.1.0").file("new.txt", new byte[2]);

    installer(manager).update(request("zip", release)).orThrow();

    assertThat(tree(host.plugins().resolve("clock"))).isEqualTo(release.folderFiles().keySet());
    assertThat(folder).exists();
  }

  @Test
  void sameReleaseInstalledAgain_putsItsFilesRight() throws IOException {
    Path source = host.signed("clock", "1.0.0").folder(host.plugins());
    host.started().close();
    Files.delete(source.resolve("plugin.properties"));
    Files.writeString(source.resolve("extra"), "x");
    VerifyingPluginManager manager = host.started();
    assertThat(ids(manager)).isEmpty();
    // Without its descriptor nobody could tell that it is the plugin.
    Files.writeString(source.resolve("plugin.properties"), "plugin.id=clock\nplugin.version=1\n");
    manager.loadPlugins();
    assertThat(ids(manager)).isEmpty();

    Done done =
        installer(manager).update(request("folder", host.signed("clock", "1.0.0"))).orThrow();

    assertThat(done.version()).isEqualTo("1.0.0");
    assertThat(greetings(manager)).containsExactly("hello");
    assertThat(tree(source)).isEqualTo(host.signed("clock", "1.0.0").folderFiles().keySet());
  }

  @Test
  void update_takesDuplicatesAndPf4jsUnpackedFoldersAlong() {
    host.signed("clock", "1.0.0").zip(host.plugins());
    host.signed("clock", "1.0.0").folder(host.plugins());
    host.signed("clock", "0.9.0").jarAt(host.plugins().resolve("older.jar"));
    host.signed("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();

    installer(manager).update(request("zip", host.signed("clock", "1.1.0"))).orThrow();

    assertThat(inRoot()).containsExactly("clock", "other.zip");
    assertThat(manager.refusals()).isEmpty();
    installer(manager).uninstall("clock").orThrow();
    assertThat(inRoot()).containsExactly("other.zip");
  }

  @Test
  void folderOfAnotherPluginBesideAZipOfItsName_isLeftAlone() {
    inRoot("zip", host.signed("clock", "1.0.0"));
    host.signed("other", "1.0.0").folderAt(host.plugins().resolve("clock"));
    VerifyingPluginManager manager = host.started();

    installer(manager).update(request("zip", host.signed("clock", "1.1.0"))).orThrow();

    assertThat(inRoot()).containsExactly("clock", "clock-2");
    manager.close();
    assertThat(ids(host.started())).containsExactly("clock", "other");
  }

  @Test
  void file_whenItBecameAnotherPluginSinceItWasLoaded_isLeftAlone() {
    Path source = inRoot("zip", host.signed("clock", "1.0.0"));
    VerifyingPluginManager manager = host.started();
    host.signed("other", "1.0.0").zipAt(source);

    InstallResult updated =
        installer(manager).update(request("jar", host.signed("clock", "2.0.0")));
    InstallResult uninstalled = installer(manager).uninstall("clock");

    assertThat(updated.explanation()).contains(source.toString(), "unload it first");
    assertThat(uninstalled.explanation()).contains("unload it first");
    assertThat(inRoot()).containsExactly("clock.zip");
    assertThat(ids(manager)).containsExactly("clock");
  }

  @Test
  void name_whenItIsTaken_isLeftToItsOwner() {
    host.signed("other", "1.0.0").folderAt(host.plugins().resolve("clock"));
    PluginKit.plugin("third", "1.0.0").zipAt(host.plugins().resolve("clock-2.zip"));
    VerifyingPluginManager manager = host.started();

    installer(manager).install(request("zip", host.signed("clock", "1.0.0"))).orThrow();

    assertThat(inRoot()).containsExactly("clock", "clock-2.zip", "clock-3");
    assertThat(ids(manager)).containsExactly("clock", "other");
    manager.close();
    assertThat(ids(host.started())).containsExactly("clock", "other");
  }

  @Test
  void dependents_areStoppedBeforeAndStartedAfterIt() {
    inRoot("zip", host.signed("base", "1.0.0").greeting("old"));
    inRoot("zip", host.signed("middle", "1.0.0").requires("base"));
    inRoot("zip", host.signed("top", "1.0.0").requires("middle", "base?"));
    inRoot("zip", host.signed("optional", "1.0.0").requires("base?"));
    inRoot("zip", host.signed("idle", "1.0.0").requires("base"));
    inRoot("zip", host.signed("stranger", "1.0.0"));
    VerifyingPluginManager manager = host.started();
    manager.stopPlugin("idle");
    Trace.clear();

    Done done =
        installer(manager)
            .update(request("zip", host.signed("base", "1.1.0").greeting("new")))
            .orThrow();

    assertThat(done.restarted()).containsExactlyInAnyOrder("middle", "top", "optional");
    assertThat(Trace.of("stranger")).isEmpty();
    List<String> events = Trace.all();
    assertThat(events)
        .containsSubsequence("top stopped", "middle stopped", "base stopped", "base started")
        .containsSubsequence("base started", "middle started", "top started")
        .containsSubsequence("optional stopped", "base stopped", "base started", "optional started")
        .doesNotContain("idle started");
    assertThat(greetings(manager)).contains("new").doesNotContain("old").hasSize(5);
    assertThat(manager.getPlugin("idle").getPluginState()).isEqualTo(PluginState.RESOLVED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopped", "disabled", "not started"})
  void plugin_whenItDidNotRun_doesNotRunAfterItsUpdate(String state) {
    inRoot("zip", host.signed("clock", "1.0.0"));
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();
    if (!state.equals("not started")) {
      manager.startPlugins();
    }
    if (state.equals("stopped")) {
      manager.stopPlugin("clock");
    } else if (state.equals("disabled")) {
      manager.disablePlugin("clock");
    }
    Trace.clear();

    installer(manager).update(request("zip", host.signed("clock", "1.1.0"))).orThrow();

    assertThat(Trace.of("clock")).isEmpty();
    assertThat(manager.getPlugin("clock").getDescriptor().getVersion()).isEqualTo("1.1.0");
    assertThat(manager.getPlugin("clock").getPluginState())
        .isEqualTo(state.equals("disabled") ? PluginState.DISABLED : PluginState.RESOLVED);
  }

  @Test
  void preview_tellsWhatWouldHappenAndChangesNothing() throws LedgerException {
    inRoot("zip", host.signed("base", "1.0.0"));
    inRoot("zip", host.signed("user", "1.0.0").requires("base"));
    VerifyingPluginManager manager = host.started();
    Set<String> before = tree(folder);
    Trace.clear();
    Path newer = bundle("zip", host.signed("base", "1.1.0"));
    Path fresh = bundle("jar", host.signed("fresh", "1.0.0"));
    Path unsigned = bundle("folder", PluginKit.plugin("rogue", "1.0.0"));
    Path same = bundle("zip", host.signed("user", "1.0.0").requires("base"));
    Set<String> withDownloads = tree(folder);
    SignedPluginInstaller installer = installer(manager);

    InstallPreview update = installer.preview(InstallRequest.of(newer));
    InstallPreview install = installer.preview(InstallRequest.of(fresh));
    InstallPreview refused = installer.preview(InstallRequest.of(unsigned));
    InstallPreview repair = installer.preview(InstallRequest.of(same));

    assertThat(update.action()).isEqualTo(InstallAction.UPDATE);
    assertThat(update.decision().isAdmitted()).isTrue();
    assertThat(update.installedVersion()).contains("1.0.0");
    assertThat(update.version()).isEqualTo("1.1.0");
    assertThat(update.restarted()).containsExactly("user");
    assertThat(install.action()).isEqualTo(InstallAction.INSTALL);
    assertThat(install.installedVersion()).isEmpty();
    assertThat(refused.decision().isAdmitted()).isFalse();
    assertThat(refused.id()).isEqualTo("rogue");
    assertThat(repair.decision().isAdmitted()).isTrue();
    assertThat(tree(folder)).isEqualTo(withDownloads).isNotEqualTo(before);
    assertThat(Trace.all()).isEmpty();
    assertThat(manager.decisions()).hasSize(2);
    assertThat(manager.admission().ledger().find("fresh")).isEmpty();
    assertThat(greetings(manager)).hasSize(2);
  }

  @Test
  void installOfWhatIsThereAndUpdateOfWhatIsNot_areNotDone() {
    inRoot("zip", host.signed("clock", "1.0.0"));
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = installer(manager);
    InstallRequest newer = request("zip", host.signed("clock", "1.1.0"));
    InstallRequest fresh = request("zip", host.signed("fresh", "1.1.0"));

    assertThat(installer.install(newer))
        .isInstanceOfSatisfying(
            NotDone.class,
            result -> assertThat(result.explanation()).contains("already; update it."));
    assertThat(installer.update(fresh))
        .isInstanceOfSatisfying(
            NotDone.class, result -> assertThat(result.explanation()).contains("install it."));
    assertThat(installer.uninstall("fresh").explanation()).contains("is not there");
    assertThat(ids(manager)).containsExactly("clock");
    assertThat(copies()).hasSize(1);
    assertThatExceptionOfType(PluginInstallException.class)
        .isThrownBy(() -> installer.update(fresh).orThrow())
        .withMessageContaining("install it.");

    assertThat(installer.installOrUpdate(newer).isDone()).isTrue();
    assertThat(installer.installOrUpdate(fresh).isDone()).isTrue();
    assertThat(ids(manager)).containsExactly("clock", "fresh");
  }

  @Test
  void uninstalledPlugin_isGoneAndItsLedgerEntryAndDataStay() throws Exception {
    Path source = inRoot("folder", host.signed("clock", "1.0.0"));
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = installer(manager);
    Path data = Files.writeString(installer.dataFolder("clock").resolve("db"), "rows");

    InstallResult result = installer.uninstall("clock");

    assertThat(result.explanation()).isEqualTo("Uninstalled 'clock' 1.0.0.");
    assertThat(source).doesNotExist();
    assertThat(inRoot()).isEmpty();
    assertThat(copies()).isEmpty();
    assertThat(ids(manager)).isEmpty();
    assertThat(manager.decisions()).isEmpty();
    assertThat(Trace.of("clock")).endsWith("clock stopped");
    assertThat(data).hasContent("rows");
    assertThat(manager.admission().ledger().find("clock")).isPresent();
    assertThat(installer.install(request("zip", PluginKit.plugin("clock", "2.0.0"))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(reasons(refused.decision())).contains(Reason.SIGNATURE_DROPPED));
  }

  @Test
  void plugin_whenOthersNeedIt_isNotUninstalledAndOneTheyCanDoWithoutIs() {
    inRoot("zip", host.signed("base", "1.0.0"));
    inRoot("zip", host.signed("user", "1.0.0").requires("base"));
    inRoot("zip", host.signed("extra", "1.0.0"));
    inRoot("zip", host.signed("liking", "1.0.0").requires("extra?"));
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = installer(manager);

    InstallResult needed = installer.uninstall("base");
    InstallResult liked = installer.uninstall("extra");

    assertThat(needed.explanation()).contains("it is needed by user; uninstall that first");
    assertThat(liked.explanation()).isEqualTo("Uninstalled 'extra' 1.0.0. Started again: liking.");
    assertThat(ids(manager)).containsExactly("base", "liking", "user");
    assertThat(manager.getStartedPlugins()).hasSize(3);
  }

  @Test
  void refusedPlugin_canBeUninstalled() {
    inRoot("zip", PluginKit.plugin("rogue", "1.0.0"));
    VerifyingPluginManager manager = host.started();

    installer(manager).uninstall("rogue").orThrow();

    assertThat(inRoot()).isEmpty();
    assertThat(manager.refusals()).isEmpty();
  }

  @Test
  void bundle_whenNobodyHasLookedAtItYet_isFoundAndReplaced() {
    VerifyingPluginManager manager = host.started();
    inRoot("jar", host.signed("clock", "1.0.0"));

    Done done =
        installer(manager).installOrUpdate(request("zip", host.signed("clock", "1.1.0"))).orThrow();

    assertThat(done.action()).isEqualTo(InstallAction.UPDATE);
    assertThat(inRoot()).containsExactly("clock");
  }

  @Test
  void pluginLoadedFromElsewhere_isLeftAlone() {
    Path elsewhere = host.signed("clock", "1.0.0").zip(folder.resolve("elsewhere"));
    VerifyingPluginManager manager = host.started();
    manager.loadPlugin(elsewhere);

    InstallResult result = installer(manager).update(request("zip", host.signed("clock", "1.1.0")));

    assertThat(result.explanation()).contains(elsewhere.toString(), "unload it first");
    assertThat(elsewhere).exists();
    assertThat(ids(manager)).containsExactly("clock");
  }

  @Test
  void kind_whenTheHostDoesNotLookForIt_isNotInstalled() {
    VerifyingPluginManager manager = host.opened(host.builder().kinds(BundleKind.JAR).build());
    SignedPluginInstaller installer = installer(manager);

    assertThat(installer.install(request("zip", host.signed("clock", "1.0.0"))).explanation())
        .contains("does not look for");
    assertThat(installer.install(request("jar", host.signed("clock", "1.0.0"))).isDone()).isTrue();
  }

  @Test
  void lowerVersion_whenItIsMeant_isInstalled() {
    inRoot("zip", host.signed("clock", "2.0.0"));
    VerifyingPluginManager manager = host.started();
    InstallRequest older = request("zip", host.signed("clock", "1.0.0"));

    assertThat(installer(manager).update(older)).isInstanceOf(Refused.class);
    InstallResult meant = installer(manager).update(older.allowingLowerVersion());

    assertThat(meant.explanation())
        .startsWith("Updated 'clock' from 2.0.0 to 1.0.0.")
        .contains("lower than 2.0.0");
    assertThat(manager.getPlugin("clock").getDescriptor().getVersion()).isEqualTo("1.0.0");
  }

  @Test
  void executableFiles_stayExecutable() throws IOException {
    Path bundle = bundle("folder", host.signed("clock", "1.0.0").file("bin/tool", new byte[1]));
    bundle.resolve("bin/tool").toFile().setExecutable(true, true);
    VerifyingPluginManager manager = host.started();

    installer(manager).install(InstallRequest.of(bundle)).orThrow();

    Path installed = host.plugins().resolve("clock");
    assertThat(installed.resolve("bin/tool")).isExecutable();
    assertThat(Files.isWritable(installed.resolve("plugin.properties"))).isTrue();
    assertThat(sealed(manager, "clock").resolve("bin/tool").toFile().canExecute()).isTrue();
  }

  @Test
  void closedManager_installsNothing() {
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = installer(manager);
    InstallRequest request = request("zip", host.signed("clock", "1.0.0"));
    manager.close();

    assertThatIllegalStateException().isThrownBy(() -> installer.install(request));
    assertThatIllegalStateException().isThrownBy(() -> installer.preview(request));
    assertThat(inRoot()).isEmpty();
  }

  private static SignedPluginInstaller installer(VerifyingPluginManager manager) {
    return SignedPluginInstaller.of(manager);
  }

  private InstallRequest request(String kind, PluginKit kit) {
    return InstallRequest.of(bundle(kind, kit));
  }

  private Path bundle(String kind, PluginKit kit) {
    Path place = downloads.resolve(String.valueOf(children(downloads).size()));
    return make(kind, kit, place);
  }

  private Path inRoot(String kind, PluginKit kit) {
    return make(kind, kit, host.plugins());
  }

  private static Path make(String kind, PluginKit kit, Path place) {
    return switch (kind) {
      case "folder" -> kit.folder(place);
      case "zip" -> kit.zip(place);
      default -> kit.jar(place);
    };
  }

  /** Returns what is in the plugins root, for people and for PF4J. */
  private List<String> inRoot() {
    Path workspace = host.plugins().resolve(InstallWorkspace.NAME);
    if (Files.exists(workspace)) {
      assertThat(children(workspace)).as("left in the workspace").containsExactly("lock");
    }
    return children(host.plugins()).stream()
        .filter(name -> !name.equals(InstallWorkspace.NAME))
        .toList();
  }

  private static Path sealed(VerifyingPluginManager manager, String id) {
    Path path = manager.getPlugin(id).getPluginPath();
    return Files.isDirectory(path) ? path : Objects.requireNonNull(path.getParent());
  }

  private List<Path> copies() {
    return children(host.sealed()).stream().map(host.sealed()::resolve).toList();
  }

  private static List<String> children(Path folder) {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> tree(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(path -> !Files.isDirectory(path))
          .map(path -> folder.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
