package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginState;

@Tag("pf4j")
class VerifyingPluginManagerTest {
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

  @Test
  void signedFolderZipAndJar_runFromSealedCopies() {
    host.signed("a-folder", "1.0.0").greeting("folder").folder(host.plugins());
    Path zip = host.signed("a-zip", "1.0.0").greeting("zip").zip(host.plugins());
    host.signed("a-jar", "1.0.0").greeting("jar").jar(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(greetings(manager)).containsExactly("folder", "jar", "zip");
    assertThat(manager.refusals()).isEmpty();
    assertThat(manager.decisions().values())
        .hasSize(3)
        .allSatisfy(decision -> assertThat(decision.action()).isEqualTo(Action.ADMIT));
    assertThat(manager.getPlugins())
        .allSatisfy(plugin -> assertThat(plugin.getPluginPath()).startsWith(host.sealed()));
    assertThat(manager.admission().sourceOf(manager.getPlugin("a-zip").getPluginPath()))
        .contains(zip);
    assertThat(host.plugins().resolve("a-zip")).doesNotExist();
  }

  /** So that an administrator can replace or delete them, also where open files cannot be. */
  @Test
  void sources_whenPluginsRun_areNotOpen() throws IOException {
    Path handles = Path.of("/proc/self/fd");
    assumeTrue(Files.isDirectory(handles), "only Linux tells which files are open");
    host.signed("a-folder", "1.0.0").greeting("folder").folder(host.plugins());
    host.signed("a-zip", "1.0.0").greeting("zip").zip(host.plugins());
    host.signed("a-jar", "1.0.0").greeting("jar").jar(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(greetings(manager)).hasSize(3);
    List<String> open = new ArrayList<>();
    for (String handle : Objects.requireNonNull(handles.toFile().list())) {
      try {
        open.add(Files.readSymbolicLink(handles.resolve(handle)).toString());
      } catch (IOException e) {
        // The listing's own, which is closed by now.
      }
    }
    assertThat(open)
        .anyMatch(file -> file.startsWith(host.sealed().toString()))
        .noneMatch(file -> file.startsWith(host.plugins().toString()));
  }

  @Test
  void toBuilder_opensTheSameHostAgain() {
    host.signed("good", "1.0.0").folder(host.plugins());
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    VerifyingPluginManager first = host.started();
    first.close();

    VerifyingPluginManager again = host.opened(first.toBuilder().build());
    again.loadPlugins();
    again.close();
    VerifyingPluginManager lax =
        host.opened(again.toBuilder().channel(new ReleaseChannel("git")).build());
    lax.loadPlugins();

    assertThat(again.getPluginsRoots()).isEqualTo(first.getPluginsRoots());
    assertThat(reasons(decision(again, unsigned))).containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(ids(lax)).containsExactly("good", "unsigned");
  }

  @Test
  void unsignedPlugin_isRefusedAndNothingOfItRuns() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    host.signed("good", "1.0.0").folder(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).containsExactly("good");
    assertThat(reasons(decision(manager, unsigned))).containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(manager.refusals()).containsExactly(decision(manager, unsigned));
    assertThat(Trace.of("unsigned")).isEmpty();
    assertThat(Trace.of("good")).containsExactly("good initialised", "good started");
  }

  @Test
  void modifiedImpostorAndForeignPlugins_areRefusedWithTheirReasons() throws IOException {
    Path modified = host.signed("modified", "1.0.0").folder(host.plugins());
    Files.writeString(modified.resolve("classes/extra.txt"), "planted");
    Path impostor =
        PluginKit.plugin("impostor", "1.0.0").signedBy(host.author("other")).zip(host.plugins());
    Path foreign =
        PluginKit.plugin("foreign", "1.0.0")
            .signedBy(PluginAuthor.of("foreign", PluginAuthor.authority("Another Root")))
            .jar(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, modified))).containsExactly(Reason.EXTRA_FILE);
    assertThat(reasons(decision(manager, impostor))).containsExactly(Reason.SCOPE_MISMATCH);
    assertThat(reasons(decision(manager, foreign))).containsExactly(Reason.UNTRUSTED_CERTIFICATE);
    assertThat(Trace.of("modified")).isEmpty();
  }

  @Test
  void staticInitialiser_doesNotRunOnLoading() {
    host.signed("lazy", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.manager();

    manager.loadPlugins();
    assertThat(Trace.of("lazy")).isEmpty();

    manager.startPlugins();
    assertThat(Trace.of("lazy")).containsExactly("lazy initialised", "lazy started");
  }

  @Test
  void singleLoadOfARefusedPlugin_throwsItsDecision() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(folder.resolve("elsewhere"));
    VerifyingPluginManager manager = host.manager();

    assertThatThrownBy(() -> manager.loadPlugin(unsigned))
        .isInstanceOfSatisfying(
            PluginRejectedException.class,
            rejected -> {
              assertThat(rejected.decision().action()).isEqualTo(Action.REFUSE);
              assertThat(rejected)
                  .hasMessageContaining("'unsigned'")
                  .hasMessageContaining(Reason.MISSING_SIGNATURE.remedy().forAdministrator());
            });
    assertThat(manager.getPlugins()).isEmpty();
    assertThat(manager.decisions()).containsOnlyKeys(unsigned);
  }

  @Test
  void singleLoadFromAnywhere_runsWhatIsSigned() {
    Path zip = host.signed("single", "1.0.0").zip(folder.resolve("elsewhere"));
    VerifyingPluginManager manager = host.manager();

    assertThat(manager.loadPlugin(zip)).isEqualTo("single");

    assertThat(manager.startPlugin("single")).isEqualTo(PluginState.STARTED);
    assertThat(greetings(manager)).containsExactly("hello");
    assertThat(manager.getPlugin("single").getPluginPath()).startsWith(host.sealed());
  }

  @Test
  void otherChannel_admitsAndReports() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        host.opened(host.builder().channel(new ReleaseChannel("beta")).build());

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("unsigned");
    Decision decision = decision(manager, unsigned);
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision)).containsExactly(Reason.MISSING_SIGNATURE);
    assertThat(manager.getPlugin("unsigned").getPluginPath()).startsWith(host.sealed());
  }

  @Test
  void host_decidesWhatMayBeUnsigned() {
    PluginKit.plugin("listed", "1.0.0").zip(host.plugins());
    PluginKit.plugin("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.opened(host.builder().allowUnsigned("listed").build());

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("listed");
  }

  @Test
  void featuredPlugins_mustBeSignedWhereOthersNeedNot() {
    PluginKit.plugin("featured", "1.0.0").zip(host.plugins());
    PluginKit.plugin("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        host.opened(
            host.builder().require(SignatureRequirement.FEATURED).featured("featured").build());

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("other");
  }

  @Test
  void checkingSwitchedOffOnPurpose_showsInEveryReport() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.opened(host.builder().uncheckedOnPurpose().build());

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("unsigned");
    assertThat(decision(manager, unsigned).explanation()).contains("Checking is switched off");
  }

  @Test
  void clockOfTheHost_counts() {
    Path plugin = host.signed("late", "1.0.0").zip(host.plugins());
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3650));
    VerifyingPluginManager manager = host.opened(host.builder().clock(later).build());

    manager.loadPlugins();

    assertThat(reasons(decision(manager, plugin))).contains(Reason.EXPIRED);
    assertThat(ids(manager)).isEmpty();
  }

  @Test
  void severalRoots_areLookedThrough() {
    Path second = folder.resolve("second");
    host.signed("one", "1.0.0").zip(host.plugins());
    host.signed("two", "1.0.0").zip(second);
    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(host.plugins(), second)
                .trust(host.trust())
                .require(SignatureRequirement.ALL)
                .build());

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("one", "two");
    assertThat(manager.getPluginsRoots()).containsExactly(host.plugins(), second);
  }

  @Test
  void requiredOptions_haveNoDefault() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> VerifyingPluginManager.builder(host.plugins()).trust(host.trust()).build())
        .withMessageContaining("require(...)");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                VerifyingPluginManager.builder(host.plugins())
                    .require(SignatureRequirement.ALL)
                    .build())
        .withMessageContaining("trust(...)");
    assertThatIllegalArgumentException().isThrownBy(() -> host.builder().kinds());
  }

  @Test
  void stateDirectoryInsideAPluginsRoot_isRefused() {
    Path inside = host.plugins().resolve("state");

    assertThatIllegalStateException()
        .isThrownBy(() -> host.builder().stateDirectory(inside).build())
        .withMessageContaining(inside.toString());
  }

  @Test
  void stateDirectory_isForOneManagerAtATimeAndFreeAfterClose() {
    VerifyingPluginManager first = host.manager();
    assertThatIllegalStateException().isThrownBy(() -> host.builder().build());

    first.close();

    assertThat(host.manager().getPlugins()).isEmpty();
  }

  @Test
  void temporaryState_isGoneAfterClose() throws IOException {
    host.signed("plugin", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        VerifyingPluginManager.builder(host.plugins())
            .trust(host.trust())
            .require(SignatureRequirement.ALL)
            .build();
    manager.loadPlugins();
    Path sealed = manager.getPlugin("plugin").getPluginPath();
    assertThat(sealed).isDirectory();

    manager.close();

    assertThat(sealed).doesNotExist();
    assertThat(sealed.getParent()).doesNotExist();
  }

  @Test
  void close_stopsAndUnloadsEveryPluginAndMayBeRepeated() {
    List<String> names = List.of("p1", "p2", "p3", "p4");
    names.forEach(name -> host.signed(name, "1.0.0").zip(host.plugins()));
    VerifyingPluginManager manager = host.started();

    manager.close();
    manager.close();

    assertThat(names).allSatisfy(name -> assertThat(Trace.of(name)).contains(name + " stopped"));
    assertThat(manager.getPlugins()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(manager::loadPlugins)
        .withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> manager.loadPlugin(host.plugins().resolve("p1.zip")));
  }

  @Test
  void nothing_isWrittenBesideThePlugins() throws IOException {
    host.signed("zip", "1.0.0").zip(host.plugins());
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    Trees.folder(host.plugins().resolve("empty"), Trees.files());
    List<Path> before = tree();

    host.started().close();

    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void brokenBundlesOfEveryKind_areRefusedAndTheRestLoads() throws IOException {
    Files.writeString(host.plugins().resolve("text.zip"), "no archive");
    Files.writeString(host.plugins().resolve("text.jar"), "no archive");
    Trees.folder(host.plugins().resolve("folder"), Trees.files("readme.txt", "x"));
    Files.createSymbolicLink(host.plugins().resolve("link.zip"), Path.of("/dev/zero"));
    host.signed("good", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).containsExactly("good");
    assertThat(manager.refusals()).hasSize(4);
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> all = Files.walk(host.plugins())) {
      return all.sorted().toList();
    }
  }
}
