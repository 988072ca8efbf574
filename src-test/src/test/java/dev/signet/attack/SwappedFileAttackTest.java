package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.PluginDescriptorFinder;

/** Files of a plugin that are exchanged around the moment they are verified. */
@Tag("random")
class SwappedFileAttackTest {
  private static final int LOADS = Thorough.attacks(10_000, 40, 20);
  private static final int INSTALLS = Thorough.attacks(1_000, 10, 5);
  private static final long SEED = 5;

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

  /** The descriptor is read after the verdict and before any class is loaded. */
  @ParameterizedTest
  @EnumSource
  void everyFile_whenSwappedBetweenVerdictAndLoad_leavesTheOriginalRunning(Kind kind) {
    Path source = kind.write(original(), host.plugins());
    List<Integer> before = contents(source);
    VerifyingPluginManager manager =
        host.opened(new Disturbed(host, () -> kind.write(evil(), host.plugins())));

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(contents(source)).isNotEqualTo(before);
    assertThat(greetings(manager)).containsExactly("original");
    assertThat(manager.getPlugin("plugin").getDescriptor().getProvider()).isNull();
    assertThat(resource(manager)).isEqualTo("original resource");
  }

  @ParameterizedTest
  @EnumSource
  void everyFile_whenSwappedLongAfterLoad_leavesTheOriginalRunning(Kind kind) throws Exception {
    Path source = kind.write(original(), host.plugins());
    List<Integer> before = contents(source);
    VerifyingPluginManager manager = host.started();

    kind.write(evil(), host.plugins());

    assertThat(contents(source)).isNotEqualTo(before);
    ClassLoader loader = manager.getPluginClassLoader("plugin");
    Object late = loader.loadClass("kit.plugin.Late").getDeclaredConstructor().newInstance();
    assertThat(late).hasToString("original");
    assertThat(greetings(manager)).containsExactly("original");
    assertThat(resource(manager)).isEqualTo("original resource");
  }

  /** Loads, defines a class, rescans, unloads; whatever is loaded is the original throughout. */
  @ParameterizedTest
  @EnumSource
  void everyLoad_whenAllFilesAreSwappedMeanwhile_endsInTheOriginalOrARefusal(Kind kind)
      throws Exception {
    Path target = kind.write(original(), host.plugins());
    VerifyingPluginManager manager = host.manager();
    int loaded = 0;
    try (SourceSwapper swapper = swapper(kind, target)) {
      for (int load = 0; load < LOADS || loaded == 0; load++) {
        swapper.requireRunning();
        try {
          manager.loadPlugin(target);
        } catch (PluginRejectedException | IllegalArgumentException refusedOrGone) {
          continue;
        }
        loaded++;
        manager.startPlugins();
        assertOriginal(manager, kind + ", load " + load);
        if (load % 16 == 0) {
          manager.rescan().await(Duration.ofMinutes(1));
          assertOriginal(manager, kind + " after a rescan, load " + load);
        }
        manager.unloadPlugin("plugin");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyInstall_whenAllFilesAreSwappedMeanwhile_endsInTheOriginalOrARefusal(Kind kind)
      throws Exception {
    Path candidate = kind.write(original(), Files.createDirectory(folder.resolve("candidates")));
    VerifyingPluginManager manager = host.manager();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    int done = 0;
    try (SourceSwapper swapper = swapper(kind, candidate)) {
      for (int install = 0; install < INSTALLS || done == 0; install++) {
        swapper.requireRunning();
        InstallResult result = installer.installOrUpdate(InstallRequest.of(candidate));
        if (result instanceof InstallResult.Done) {
          assertOriginal(manager, kind + ", install " + install);
          done++;
        }
        if (install % 4 == 3) {
          installer.uninstall("plugin");
        }
      }
    }
    manager.loadPlugins();
    assertThat(manager.refusals()).isEmpty();
  }

  private SourceSwapper swapper(Kind kind, Path target) throws IOException {
    List<Path> versions =
        List.of(
            kind.write(original(), folder.resolve("original")),
            kind.write(original(), folder.resolve("same")),
            kind.write(evil(), folder.resolve("evil")));
    return SourceSwapper.of(versions, target, Files.createDirectory(folder.resolve("aside")), SEED);
  }

  private static void assertOriginal(VerifyingPluginManager manager, String name) throws Exception {
    assertThat(greetings(manager)).as(name).containsExactly("original");
    assertThat(resource(manager)).as(name).isEqualTo("original resource");
    ClassLoader loader = manager.getPluginClassLoader("plugin");
    assertThat(loader.loadClass("kit.plugin.Late").getDeclaredConstructor().newInstance())
        .as(name)
        .hasToString("original");
  }

  private PluginKit original() {
    return kit("original").signedBy(host.author("plugin"));
  }

  /** Has the same files as the original, each with other bytes, signature and all. */
  private static PluginKit evil() {
    return kit("evil")
        .file(
            "plugin.properties",
            "plugin.id=plugin\nplugin.version=1.0.0\nplugin.provider=evil\nplugin.class=kit.plugin.KitPlugin\n"
                .getBytes(UTF_8))
        .signedBy(PluginAuthor.of("plugin", PluginAuthor.authority("Evil Root")));
  }

  private static PluginKit kit(String text) {
    return PluginKit.plugin("plugin", "1.0.0")
        .greeting(text)
        .source(
            "kit.plugin.Late",
            "package kit.plugin; public class Late { public String toString() { return \"%s\"; } }"
                .formatted(text))
        .resource("resource.txt", (text + " resource").getBytes(UTF_8));
  }

  private static List<Integer> contents(Path bundle) {
    return filesOf(bundle).stream().map(file -> Arrays.hashCode(bytes(file))).toList();
  }

  private static String resource(VerifyingPluginManager manager) {
    try (InputStream in =
        manager.getPluginClassLoader("plugin").getResourceAsStream("resource.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesOf(Path bundle) {
    try (Stream<Path> all = Files.walk(bundle)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A manager during whose loading, after the verdict, something happens. */
  private static final class Disturbed extends VerifyingPluginManager {
    private final Runnable disturbance;

    Disturbed(TestHost host, Runnable disturbance) {
      super(host.builder());
      this.disturbance = disturbance;
    }

    @Override
    protected PluginDescriptorFinder getPluginDescriptorFinder() {
      disturbance.run();
      return super.getPluginDescriptorFinder();
    }
  }

  /** How the plugin is shipped. */
  enum Kind {
    FOLDER,
    ZIP,
    JAR;

    Path write(PluginKit kit, Path root) {
      return switch (this) {
        case FOLDER -> kit.folder(root);
        case ZIP -> kit.zip(root);
        case JAR -> kit.jar(root);
      };
    }
  }
}
