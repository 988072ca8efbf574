package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.signet.admit.read.SealedCopyChangedException;
import dev.signet.pf4j.SealingMode;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Tampering;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;

/**
 * Somebody with the host's account changes a sealed copy while the host runs. Sealing is checked on
 * read; with trusted copies, each of these runs what was put there.
 */
class ChangedCopyAttackTest {
  /** No jar holds as much of it in few bytes, so that what is read next is read from the disk. */
  static final String NOISE =
      new Random(5)
          .ints(20_000, 'a', 'z')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();

  private static final int HUGE = 256 << 20;

  @TempDir private Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  /** How the plugin is shipped, and how its classes lie in it. */
  enum Shape {
    FOLDER("classes/"),
    ZIP("classes/"),
    JAR(""),
    LIBRARY("lib/all.jar!/"),
    LARGE_LIBRARY("lib/all.jar!/");

    final String prefix;

    Shape(String prefix) {
      this.prefix = prefix;
    }

    Path write(PluginKit kit, TestHost host) {
      return switch (this) {
        case FOLDER -> kit.folder(host.plugins());
        case ZIP -> kit.zip(host.plugins());
        case JAR -> kit.jar(host.plugins());
        case LIBRARY -> library(kit, host, 0);
        case LARGE_LIBRARY -> library(kit, host, 17 << 20); // too large to be held in memory
      };
    }

    private static Path library(PluginKit kit, TestHost host, int more) {
      Map<String, byte[]> files = new LinkedHashMap<>();
      kit.folderFiles()
          .forEach(
              (path, content) -> {
                if (!path.startsWith("classes/") && !path.equals("signature.json")) {
                  files.put(path, content);
                }
              });
      Map<String, byte[]> classes = new LinkedHashMap<>(kit.classFiles());
      byte[] noise = new byte[more];
      new Random(7).nextBytes(noise);
      classes.put("noise", noise);
      files.put("lib/all.jar", Trees.archiveBytes(classes));
      return Trees.archive(
          host.plugins().resolve("plugin.zip"),
          host.author("plugin").signed(files, "signature.json"));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIBRARY")
  void class_whenItsCopyIsChangedWhileRunning_isNeverDefined(Shape shape) {
    Path source = shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager = started();
    assertThat(TestHost.greetings(manager)).containsExactly("original");

    change(manager, shape, "kit/plugin/Late.class");

    ClassLoader loader = manager.getPluginClassLoader("plugin");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> loader.loadClass("kit.plugin.Late"))
          .isInstanceOf(LinkageError.class)
          .hasCauseInstanceOf(SealedCopyChangedException.class)
          .hasMessageContaining("kit.plugin.Late")
          .hasMessageContaining("plugin 'plugin' was changed after it was checked")
          .hasMessageContaining(shape == Shape.LARGE_LIBRARY ? "lib/all.jar" : "Late.class")
          .hasMessageContaining("Load the plugin again");
    }
    assertThat(TestHost.decision(manager, source).findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.INVALID_HASH);
              assertThat(finding.path()).isNotNull();
              assertThat(finding.isProblem()).isTrue();
            });
    assertThat(manager.report().states())
        .anySatisfy(
            state ->
                assertThat(state.result().orElseThrow().findings())
                    .anyMatch(finding -> finding.reason() == Reason.INVALID_HASH));
  }

  /** Once read, it is held in memory. */
  @Test
  void jarInLib_whenItIsChangedAfterItWasOpened_isWhatItWas() throws Exception {
    Shape.LIBRARY.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager = started();

    change(manager, Shape.LIBRARY, "kit/plugin/Late.class");
    change(manager, Shape.LIBRARY, "large.txt");

    assertThat(late(manager)).isEqualTo("original");
    assertThat(text(manager.getPluginClassLoader("plugin").getResourceAsStream("large.txt")))
        .isEqualTo("original" + NOISE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIBRARY")
  void plugin_whenLoadedAgainAfterItsCopyWasChanged_isSealedAnewFromItsSource(Shape shape)
      throws Exception {
    Path source = shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager = started();
    change(manager, shape, "kit/plugin/Late.class");
    assertThatThrownBy(() -> manager.getPluginClassLoader("plugin").loadClass("kit.plugin.Late"))
        .isInstanceOf(LinkageError.class);

    manager.unloadPlugin("plugin");
    manager.loadPlugin(source);

    assertThat(late(manager)).isEqualTo("original");
    assertThat(TestHost.decision(manager, source).findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIBRARY")
  void resource_whenItsCopyIsChangedWhileRunning_isNeverReturned(Shape shape) throws Exception {
    shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager = started();
    ClassLoader loader = manager.getPluginClassLoader("plugin");
    URL before = Objects.requireNonNull(loader.getResource("large.txt"));
    assertThat(text(before.openStream())).isEqualTo("original" + NOISE);

    change(manager, shape, "large.txt");

    URL after = Objects.requireNonNull(loader.getResource("large.txt"));
    URL sibling = new URL(after, "large.txt");
    URL several = loader.getResources("large.txt").nextElement();
    for (URL url : List.of(before, after, sibling, several)) {
      assertThatThrownBy(url::openStream).isInstanceOf(SealedCopyChangedException.class);
    }
    assertThatThrownBy(() -> text(loader.getResourceAsStream("large.txt")))
        .isInstanceOf(SealedCopyChangedException.class);
    assertThatThrownBy(() -> new URL(after.toString()).openStream())
        .as("an address that is written down reads nothing unchecked")
        .isInstanceOf(IOException.class);
  }

  /** In its place lies what would not fit into the memory of many a host. */
  @ParameterizedTest
  @EnumSource
  void resource_whenItsCopyIsNowHuge_takesNoMemory(Shape shape) throws Exception {
    shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    Path copy = manager.getPlugin("plugin").getPluginPath();
    switch (shape) {
      case FOLDER, ZIP -> Tampering.enlarge(copy.resolve("classes/large.txt"), HUGE);
      case JAR -> Tampering.replace(copy, "large.txt", new byte[HUGE]);
      case LIBRARY, LARGE_LIBRARY -> Tampering.enlarge(copy.resolve("lib/all.jar"), HUGE);
    }

    ClassLoader loader = manager.getPluginClassLoader("plugin");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> text(loader.getResourceAsStream("large.txt")))
        .isInstanceOf(SealedCopyChangedException.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(HUGE / 256);
  }

  /** What is read in two steps for the same reason is what was signed all the same. */
  @ParameterizedTest
  @EnumSource
  void resource_whenItIsLargeAndAsItWas_isReturned(Shape shape) throws Exception {
    byte[] large = (NOISE + " ".repeat(3 << 20)).getBytes(UTF_8);
    shape.write(kit("original").resource("large", large).signedBy(host.author("plugin")), host);

    ClassLoader loader = started().getPluginClassLoader("plugin");

    assertThat(text(loader.getResourceAsStream("large"))).isEqualTo(new String(large, UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void extensions_whenTheirIndexIsChanged_areNotTakenFromIt(Shape shape) {
    shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();

    replace(manager, shape, "META-INF/extensions.idx", "kit.plugin.Late\n".getBytes(UTF_8));
    manager.startPlugins();

    assertThat(manager.getExtensionClassNames("plugin")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void file_whenItIsAddedToACopy_isNeitherFoundNorRun(Shape shape) throws Exception {
    shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();

    byte[] evil = kit("evil").classFiles().get("kit/plugin/Late.class");
    replace(
        manager, shape, "META-INF/services/java.lang.Runnable", "kit.plugin.Late".getBytes(UTF_8));
    replace(manager, shape, "kit/plugin/More.class", evil);

    ClassLoader loader = manager.getPluginClassLoader("plugin");
    if (shape == Shape.LIBRARY || shape == Shape.LARGE_LIBRARY) { // is one file
      assertThatThrownBy(() -> loader.loadClass("kit.plugin.More"))
          .isInstanceOf(LinkageError.class);
    } else {
      assertThat(loader.getResource("META-INF/services/java.lang.Runnable")).isNull();
      assertThatThrownBy(() -> loader.loadClass("kit.plugin.More"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  /** The host has a class and a resource of the same names, which must not stand in for it. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LIBRARY")
  void file_whenItIsTakenOutOfACopy_isNotLookedForElsewhere(Shape shape) {
    String own = ChangedCopyAttackTest.class.getName();
    String file = own.replace('.', '/') + ".class";
    PluginKit kit =
        kit("original")
            .source(
                own,
                "package dev.signet.attack; public class ChangedCopyAttackTest { String n = \"%s\"; }"
                    .formatted(NOISE));
    shape.write(kit.signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager = started();
    Path copy = manager.getPlugin("plugin").getPluginPath();

    switch (shape) {
      case FOLDER, ZIP -> Tampering.delete(copy.resolve("classes/" + file));
      case JAR -> Tampering.takeOut(copy, file);
      case LIBRARY, LARGE_LIBRARY -> Tampering.takeOut(copy.resolve("lib/all.jar"), file);
    }

    ClassLoader loader = manager.getPluginClassLoader("plugin");
    assertThatThrownBy(() -> loader.loadClass(own))
        .isInstanceOf(LinkageError.class)
        .hasMessageContaining("was changed after it was checked");
    assertThatThrownBy(() -> text(loader.getResourceAsStream(file)))
        .isInstanceOf(SealedCopyChangedException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDER", "LIBRARY"})
  void folderOrJar_whenItIsTakenOutOfACopyBeforeItIsLoaded_keepsThePluginFromLoading(Shape shape)
      throws Exception {
    Path source = shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager =
        host.opened(
            new Disturbed(
                host,
                copy ->
                    Tampering.delete(
                        copy.resolve(shape == Shape.FOLDER ? "classes" : "lib/all.jar"))));

    manager.loadPlugins();

    assertThat(manager.getPlugins()).isEmpty();
    assertThat(TestHost.decision(manager, source).findings())
        .anyMatch(finding -> finding.reason() == Reason.FILE_MISSING);
    assertThat(manager.report().states().get(0).notRunning().orElseThrow().cause())
        .contains("was changed after it was checked");
  }

  /** Does something to the copy when PF4J has it, and before the class loader is made. */
  static final class Disturbed extends VerifyingPluginManager {
    private final Consumer<Path> before;
    private final Consumer<Path> after;

    Disturbed(TestHost host, Consumer<Path> before) {
      this(host, before, copy -> {});
    }

    /**
     * @param before called before the descriptor is read
     * @param after called after that
     */
    Disturbed(TestHost host, Consumer<Path> before, Consumer<Path> after) {
      super(host.builder().sealing(SealingMode.ON_READ));
      this.before = before;
      this.after = after;
    }

    @Override
    protected PluginDescriptorFinder getPluginDescriptorFinder() {
      PluginDescriptorFinder usual = super.getPluginDescriptorFinder();
      return new PluginDescriptorFinder() {
        @Override
        public boolean isApplicable(Path path) {
          return usual.isApplicable(path);
        }

        @Override
        public PluginDescriptor find(Path path) {
          before.accept(path);
          PluginDescriptor found = usual.find(path);
          after.accept(path);
          return found;
        }
      };
    }
  }

  private VerifyingPluginManager started() {
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private static void change(VerifyingPluginManager manager, Shape shape, String file) {
    replace(manager, shape, file, kit("evil").classFiles().get(file));
  }

  private static void replace(
      VerifyingPluginManager manager, Shape shape, String file, byte[] content) {
    Path copy = manager.getPlugin("plugin").getPluginPath();
    Tampering.replace(copy, shape.prefix + file, content);
    assertThat(Files.exists(copy)).isTrue();
  }

  private static PluginKit kit(String text) {
    return PluginKit.plugin("plugin", "1.0.0")
        .greeting(text)
        .source(
            "kit.plugin.Late",
            """
            package kit.plugin;
            public class Late {
              static final String NOISE = "%s";
              public String toString() { return "%s"; }
            }
            """
                .formatted(NOISE, text))
        .resource("resource.txt", (text + " resource").getBytes(UTF_8))
        .resource("large.txt", (text + NOISE).getBytes(UTF_8));
  }

  private static String late(VerifyingPluginManager manager) throws Exception {
    return manager
        .getPluginClassLoader("plugin")
        .loadClass("kit.plugin.Late")
        .getDeclaredConstructor()
        .newInstance()
        .toString();
  }

  private static String text(InputStream stream) throws IOException {
    try (InputStream in = Objects.requireNonNull(stream)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
