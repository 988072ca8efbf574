package dev.signet.attack;

import static dev.signet.testkit.TestHost.greetings;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.PluginDescriptorFinder;

/** Files of a plugin that are exchanged around the moment they are verified. */
class SwappedFileAttackTest {
  private static final Duration RACE = Duration.ofSeconds(3);

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

  @ParameterizedTest
  @EnumSource
  void raceOverReplacedFiles_endsInTheOriginalOrARefusal(Kind kind) throws Exception {
    List<Path> versions =
        List.of(
            kind.write(original(), folder.resolve("original")),
            kind.write(evil(), folder.resolve("evil")));
    Path target = kind.write(original(), host.plugins());
    VerifyingPluginManager manager = host.manager();
    AtomicBoolean stop = new AtomicBoolean();
    Thread swapper = new Thread(() -> swapUntil(stop, versions, target), "swapper");
    swapper.start();
    try {
      assertThat(race(manager, target)).isPositive();
    } finally {
      stop.set(true);
      swapper.join();
    }
  }

  /** Returns how often the plugin was loaded or refused; fails when anything but it ever ran. */
  private static int race(VerifyingPluginManager manager, Path target) {
    int rounds = 0;
    for (long end = System.nanoTime() + RACE.toNanos(); System.nanoTime() < end; rounds++) {
      try {
        manager.loadPlugin(target);
      } catch (PluginRejectedException | IllegalArgumentException refusedOrGone) {
        continue;
      }
      manager.startPlugins();
      assertThat(greetings(manager)).containsExactly("original");
      assertThat(resource(manager)).isEqualTo("original resource");
      manager.unloadPlugin("plugin");
    }
    return rounds;
  }

  /** Replaces file by file, now by a new file and now in place, as fast as it goes. */
  private static void swapUntil(AtomicBoolean stop, List<Path> versions, Path target) {
    for (int round = 0; !stop.get(); round++) {
      Path version = versions.get(round % versions.size());
      for (Path file : filesOf(version)) {
        Path to =
            version.equals(file) ? target : target.resolve(version.relativize(file).toString());
        try {
          if (round % 4 < 2) {
            Files.write(to, Files.readAllBytes(file));
          } else {
            Path fresh =
                Files.copy(
                    file, target.resolveSibling(".fresh"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
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
