package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.bundle.BundleKind;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.SignatureRequirement;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginState;
import org.pf4j.PropertiesPluginDescriptorFinder;

/** The traps that running PF4J 3.15.0 has shown, one by one. */
@Tag("pf4j")
class TrapTest {
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

  /** A compound loader goes on to the next loader: whoever rejects inside it fails open. */
  @Test
  void rejection_isNotTriedAgainWithAnotherLoader() {
    Path jar = PluginKit.plugin("plugin", "1.0.0").jar(host.plugins());
    VerifyingPluginManager manager = host.manager();

    manager.loadPlugins();

    assertThatThrownBy(() -> manager.loadPlugin(jar)).isInstanceOf(PluginRejectedException.class);
    assertThat(ids(manager)).isEmpty();
  }

  /** PF4J reads the descriptor before any loader runs. */
  @Test
  void descriptor_comesFromTheSealedCopy() throws IOException {
    Path source = host.signed("plugin", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.manager();
    Path sealed = PluginAdmission.repository(manager::admission).getPluginPaths().get(0);
    Files.writeString(
        source.resolve("plugin.properties"), "plugin.id=evil\nplugin.version=6.6.6\n");

    manager.loadPlugin(sealed);

    assertThat(ids(manager)).containsExactly("plugin");
  }

  /** PF4J falls through to the manifest when it cannot read plugin.properties. */
  @Test
  void descriptors_whenTheyDisagree_areRefused() {
    Path source =
        host.signed("plugin", "1.0.0")
            .file(
                "classes/META-INF/MANIFEST.MF",
                Trees.manifest("Plugin-Id", "another", "Plugin-Version", "1.0.0"))
            .folder(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(reasons(decision(manager, source))).contains(Reason.DESCRIPTOR_MISMATCH);
    assertThat(ids(manager)).isEmpty();
  }

  @Nested
  class ZipBesideAFolder {
    @Test
    void newerFolder_doesNotWinOverTheZip() throws IOException {
      Path zip = host.signed("plugin", "1.0.0").greeting("zip").zip(host.plugins());
      Path sibling = PluginKit.plugin("plugin", "9.0.0").greeting("planted").folder(host.plugins());
      Files.setLastModifiedTime(zip, FileTime.fromMillis(1_000_000_000_000L));

      VerifyingPluginManager manager = host.started();

      assertThat(greetings(manager)).containsExactly("zip");
      assertThat(reasons(decision(manager, sibling))).containsExactly(Reason.DUPLICATE_ID);
    }

    @Test
    void olderFolder_isReportedAndLeftAsItIs() throws IOException {
      Path sibling = host.signed("plugin", "9.0.0").greeting("folder").folder(host.plugins());
      Files.setLastModifiedTime(sibling, FileTime.fromMillis(1_000_000_000_000L));
      Files.writeString(sibling.resolve("note.txt"), "kept");
      host.signed("plugin", "1.0.0").greeting("zip").zip(host.plugins());

      VerifyingPluginManager manager = host.started();

      assertThat(greetings(manager)).containsExactly("zip");
      assertThat(sibling.resolve("note.txt")).hasContent("kept");
    }

    @Test
    void folder_isNoWayRoundARefusedZip() {
      PluginKit.plugin("plugin", "1.0.0").zip(host.plugins());
      host.signed("plugin", "1.0.0").folder(host.plugins());

      VerifyingPluginManager manager = host.started();

      assertThat(ids(manager)).isEmpty();
      assertThat(manager.refusals()).hasSize(2);
    }
  }

  /** PF4J's resolver throws for all plugins when one is left without what it needs. */
  @Nested
  class Dependencies {
    @Test
    void dependentsOfARefusedPlugin_areWithheldAndTheRestLoads() {
      PluginKit.plugin("base", "1.0.0").zip(host.plugins());
      Path direct = host.signed("direct", "1.0.0").requires("base").folder(host.plugins());
      Path indirect =
          host.signed("indirect", "1.0.0").requires("direct@>=1.0.0").jar(host.plugins());
      host.signed("optional", "1.0.0").requires("base?").zip(host.plugins());
      host.signed("other", "1.0.0").zip(host.plugins());

      VerifyingPluginManager manager = host.started();

      assertThat(ids(manager)).containsExactly("optional", "other");
      assertThat(manager.getStartedPlugins()).hasSize(2);
      assertThat(reasons(decision(manager, direct))).containsExactly(Reason.DEPENDENCY_REFUSED);
      assertThat(decision(manager, direct).explanation()).contains("'base'", "MISSING_SIGNATURE");
      assertThat(reasons(decision(manager, indirect))).containsExactly(Reason.DEPENDENCY_REFUSED);
      assertThat(Trace.of("direct")).isEmpty();
    }

    @Test
    void dependents_whenARefusalLeavesOnlyAWrongVersion_areWithheld() {
      PluginKit.plugin("base", "2.0.0").zipAt(host.plugins().resolve("base-2.zip"));
      host.signed("base", "1.0.0").zipAt(host.plugins().resolve("base-1.zip"));
      host.signed("needs-2", "1.0.0").requires("base@>=2.0.0").zip(host.plugins());
      host.signed("needs-1", "1.0.0").requires("base@>=1.0.0").zip(host.plugins());

      assertThat(ids(host.started())).containsExactly("base", "needs-1");
    }

    @Test
    void bundle_whenItCannotBeRead_doesNotTakeTheOthersDown() throws IOException {
      Files.writeString(host.plugins().resolve("base.zip"), "damaged on disk");
      host.signed("dependent", "1.0.0").requires("base").zip(host.plugins());
      host.signed("other", "1.0.0").zip(host.plugins());

      assertThat(ids(host.started())).containsExactly("other");
    }

    @Test
    void singleLoadOfADependent_isRefusedAndLaterLoadsWork() {
      PluginKit.plugin("base", "1.0.0").zip(host.plugins());
      Path dependent = host.signed("dependent", "1.0.0").requires("base").zip(host.plugins());
      Path later = host.signed("later", "1.0.0").zip(folder.resolve("elsewhere"));
      VerifyingPluginManager manager = host.started();

      assertThatThrownBy(() -> manager.loadPlugin(dependent))
          .isInstanceOfSatisfying(
              PluginRejectedException.class,
              rejected ->
                  assertThat(reasons(rejected.decision()))
                      .containsExactly(Reason.DEPENDENCY_REFUSED));
      manager.loadPlugin(later);

      assertThat(ids(manager)).containsExactly("later");
    }

    @Test
    void dependency_whenItDoesNotExist_keepsOnlyItsDependentsFromRunning() throws Exception {
      Path dependent = host.signed("dependent", "1.0.0").requires("absent").zip(host.plugins());
      Path indirect = host.signed("indirect", "1.0.0").requires("dependent").jar(host.plugins());
      host.signed("other", "1.0.0").zip(host.plugins());
      Path later = host.signed("later", "1.0.0").requires("absent").zip(folder.resolve("x"));
      Path fine = host.signed("fine", "1.0.0").zip(folder.resolve("x"));
      VerifyingPluginManager manager = host.started();

      assertThatThrownBy(() -> manager.loadPlugin(later))
          .isInstanceOf(PluginRejectedException.class)
          .hasMessageContaining("'absent' (*), which is not there");
      manager.loadPlugin(fine);
      manager.rescan().await(Duration.ofSeconds(60));

      assertThat(ids(manager)).containsExactly("fine", "other");
      assertThat(manager.getPlugin("other").getPluginState()).isEqualTo(PluginState.STARTED);
      assertThat(List.of(dependent, indirect, later))
          .allSatisfy(
              path ->
                  assertThat(reasons(decision(manager, path)))
                      .containsExactly(Reason.DEPENDENCY_UNMET));
    }

    /** Its dependency is admitted, and PF4J cannot load it all the same. */
    @Test
    void dependency_whenPf4jCannotLoadIt_keepsOnlyItsDependentsFromRunning() {
      host.signed("base", "1.0.0").properties("plugin.requires=rubbish!!").zip(host.plugins());
      Path dependent = host.signed("dependent", "1.0.0").requires("base").zip(host.plugins());
      host.signed("other", "1.0.0").zip(host.plugins());
      VerifyingPluginManager manager = host.manager();
      manager.setSystemVersion("1.0.0");

      manager.loadPlugins();
      manager.startPlugins();

      assertThat(ids(manager)).containsExactly("other");
      assertThat(reasons(decision(manager, dependent))).containsExactly(Reason.DEPENDENCY_REFUSED);
    }

    /** The resolver throws for all of them, and PF4J's way to unload one never ends. */
    @Test
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
    void plugins_whenTheyNeedEachOther_doNotTakeTheOthersDown() {
      Path chicken = host.signed("chicken", "1.0.0").requires("egg").zip(host.plugins());
      host.signed("egg", "1.0.0").requires("chicken").zip(host.plugins());
      host.signed("other", "1.0.0").zip(host.plugins());
      Path itself = host.signed("itself", "1.0.0").requires("itself").zip(folder);
      VerifyingPluginManager manager = host.started();

      assertThat(ids(manager)).containsExactly("other");
      assertThat(List.of(chicken, itself))
          .allSatisfy(
              bundle ->
                  assertThatThrownBy(() -> manager.loadPlugin(bundle))
                      .isInstanceOfSatisfying(
                          PluginRejectedException.class,
                          rejected -> assertThat(reasons(rejected.decision())).isNotEmpty()));
      assertThat(ids(manager)).containsExactly("other");
      assertThat(reasons(TestHost.decision(manager, itself)))
          .containsExactly(Reason.DEPENDENCY_UNMET);
      manager.close();
    }

    @Test
    void dependent_loadsOnceItsDependencyIsInOrder() {
      Path base = PluginKit.plugin("base", "1.0.0").zip(host.plugins());
      host.signed("dependent", "1.0.0").requires("base").zip(host.plugins());
      VerifyingPluginManager manager = host.started();
      assertThat(ids(manager)).isEmpty();

      host.signed("base", "1.0.0").zipAt(base);
      manager.loadPlugins();

      assertThat(ids(manager)).containsExactly("base", "dependent");
      assertThat(manager.refusals()).isEmpty();
    }
  }

  /** PF4J takes the oldest file, jars before folders. */
  @Test
  void sameIdTwice_isDecidedByVersionAndNotByFileTime() throws IOException {
    Path old = host.signed("plugin", "1.9.0").greeting("1.9").jar(host.plugins());
    Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000_000_000L));
    host.signed("plugin", "1.10.0").greeting("1.10").folder(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(greetings(manager)).containsExactly("1.10");
    assertThat(reasons(decision(manager, old))).containsExactly(Reason.DUPLICATE_ID);
    assertThat(decision(manager, old).explanation()).contains("1.10.0");
  }

  /** The repository is asked for inside PF4J's constructor, before any field is set. */
  @Test
  void repository_whenUsedBeforeTheAdmissionIsThere_saysSo() {
    assertThatThrownBy(() -> PluginAdmission.repository(() -> null).getPluginPaths())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not set yet");
  }

  /** PF4J fails to delete read-only folders after it has unloaded the plugin. */
  @Test
  void sealedCopy_isReadOnlyAndDeletedAllTheSame() {
    host.signed("plugin", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = host.started();
    Path copy = manager.getPlugin("plugin").getPluginPath();
    assertThat(copy.toFile().list()).isNotEmpty();

    assertThat(manager.deletePlugin("plugin")).isTrue();

    assertThat(copy).doesNotExist();
  }

  /** PF4J casts the class loader of a dependency to its own class. */
  @Test
  void classesAndResourcesOfADependency_areFound() {
    host.signed("base", "1.0.0")
        .source("kit.base.Shared", "package kit.base; public class Shared {}")
        .file("classes/shared.txt", new byte[] {1})
        .folder(host.plugins());
    host.signed("dependent", "1.0.0").requires("base").jar(host.plugins());
    VerifyingPluginManager manager = host.started();
    ClassLoader dependent = manager.getPluginClassLoader("dependent");

    assertThat(dependent.getResource("shared.txt")).isNotNull();
    assertThat(loads(dependent, "kit.base.Shared")).isTrue();
  }

  /** A host's own descriptor finder may read something else than what was verified. */
  @Nested
  class ForeignDescriptorFinder {
    @Test
    void pluginOfAnotherId_isRejectedAndNothingOfItRuns() {
      Path source = host.signed("plugin", "1.0.0").zip(host.plugins());
      host.signed("good", "1.0.0").zip(host.plugins());
      VerifyingPluginManager manager = host.opened(new Renaming(host, "plugin"));

      manager.loadPlugins();
      manager.startPlugins();

      assertThat(reasons(decision(manager, source))).containsExactly(Reason.DESCRIPTOR_MISMATCH);
      assertThat(greetings(manager)).hasSize(1);
      assertThat(manager.startPlugin("renamed")).isNotEqualTo(PluginState.STARTED);
      assertThat(Trace.of("plugin")).isEmpty();

      manager.loadPlugins();
      assertThat(ids(manager)).containsExactly("good");
    }

    @Test
    void dependentsOfIt_areRejectedToo() {
      host.signed("plugin", "1.0.0").zip(host.plugins());
      Path dependent = host.signed("a-dependent", "1.0.0").requires("plugin").jar(host.plugins());
      host.signed("good", "1.0.0").zip(host.plugins());
      VerifyingPluginManager manager = host.opened(new Renaming(host, "plugin"));

      manager.loadPlugins();
      manager.startPlugins();

      assertThat(reasons(decision(manager, dependent))).containsExactly(Reason.DEPENDENCY_REFUSED);
      assertThat(greetings(manager)).hasSize(1);
    }

    @Test
    void singleLoad_throws() {
      Path source = host.signed("plugin", "1.0.0").zip(host.plugins());
      VerifyingPluginManager manager = host.opened(new Renaming(host, "plugin"));

      assertThatThrownBy(() -> manager.loadPlugin(source))
          .isInstanceOf(PluginRejectedException.class)
          .hasMessageContaining("renamed");
    }
  }

  /** A manager whose finder gives one plugin another id. */
  private static final class Renaming extends VerifyingPluginManager {
    private final String renamed;

    Renaming(TestHost host, String renamed) {
      super(host.builder());
      this.renamed = renamed;
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
      return new PropertiesPluginDescriptorFinder() {
        @Override
        protected PluginDescriptor createPluginDescriptor(Properties properties) {
          if (properties.getProperty(PLUGIN_ID).equals(renamed)) {
            properties.setProperty(PLUGIN_ID, "renamed");
          }
          return super.createPluginDescriptor(properties);
        }
      };
    }
  }

  /** PF4J's stopPlugins leaves some of several plugins running, or throws. */
  @Test
  void close_stopsAllOfSeveralPlugins() {
    for (int i = 0; i < 5; i++) {
      host.signed("p" + i, "1.0.0").zip(host.plugins());
    }
    VerifyingPluginManager manager = host.started();

    manager.close();

    for (int i = 0; i < 5; i++) {
      assertThat(Trace.of("p" + i)).endsWith("p" + i + " stopped");
    }
  }

  /** A loader that is given a kind it does not know ends the loading of all plugins. */
  @Test
  void manager_whenItLoadsOnlyJars_isToldOnlyOfJars() {
    host.signed("folder", "1.0.0").folder(host.plugins());
    host.signed("jar", "1.0.0").jar(host.plugins());
    VerifyingPluginManager manager = host.opened(host.builder().kinds(BundleKind.JAR).build());

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("jar");
    assertThat(manager.decisions()).hasSize(1);
  }

  /** PF4J's version parser throws for a version that the plugin's author chose. */
  @Test
  void version_whenItCannotBeParsed_doesNotTakeTheOthersDown() {
    host.signed("odd", "one point oh").zipAt(host.plugins().resolve("1.zip"));
    host.signed("odd", "1.0.0").zipAt(host.plugins().resolve("2.zip"));
    host.signed("good", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).containsExactly("good", "odd");
    assertThat(manager.getPlugin("odd").getDescriptor().getVersion()).isEqualTo("1.0.0");
  }

  @Test
  void constraint_whenItCannotBeParsed_doesNotTakeTheOthersDown() {
    host.signed("good", "1.0.0").zip(host.plugins());
    host.signed("odd", "1.0.0").requires("good@rubbish!!").zip(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(ids(manager)).containsExactly("good");
    assertThat(manager.refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.reasons()).contains(Reason.DESCRIPTOR_MISMATCH));
  }

  @Test
  void systemVersion_whenItCannotBeParsed_doesNotTakeTheOthersDown() {
    host.signed("good", "1.0.0").zip(host.plugins());
    host.signed("odd", "1.0.0").properties("plugin.requires=rubbish!!").zip(host.plugins());
    VerifyingPluginManager manager = host.opened(host.builder().build());
    manager.setSystemVersion("1.0.0");

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(ids(manager)).containsExactly("good");
    assertThat(manager.refusals()).hasSize(1);
  }

  @Test
  void unsignedPlugin_doesNotPushOutTheSignedOneOfItsId() {
    host.signed("plugin", "1.0.0").greeting("signed").zipAt(host.plugins().resolve("1.zip"));
    PluginKit.plugin("plugin", "99.0.0")
        .greeting("squatter")
        .zipAt(host.plugins().resolve("2.zip"));
    VerifyingPluginManager manager =
        host.opened(host.builder().require(SignatureRequirement.FEATURED).build());

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(greetings(manager)).containsExactly("signed");
  }

  private static boolean loads(ClassLoader loader, String className) {
    try {
      return loader.loadClass(className) != null;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
