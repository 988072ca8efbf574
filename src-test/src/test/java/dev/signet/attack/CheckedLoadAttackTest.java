package dev.signet.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.attack.ChangedCopyAttackTest.Disturbed;
import dev.signet.attack.ChangedCopyAttackTest.Shape;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.testkit.Greeting;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Tampering;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of a sealed copy that are exchanged between its check and the definition of its classes.
 */
class CheckedLoadAttackTest {
  private static final String PLUGIN_CLASS = "kit/plugin/KitPlugin.class";

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

  @ParameterizedTest
  @EnumSource
  void file_whenSwappedWhileTheClassLoaderIsMade_isNeverDefined(Shape shape) {
    shape.write(kit("original").signedBy(host.author("plugin")), host);
    byte[] evil = kit("evil").classFiles().get(PLUGIN_CLASS);
    VerifyingPluginManager manager =
        host.opened(
            new Disturbed(
                host, copy -> Tampering.replace(copy, shape.prefix + PLUGIN_CLASS, evil)));

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(Trace.all()).isEmpty();
    assertThat(manager.getStartedPlugins()).isEmpty();
    assertThat(manager.getPlugin("plugin").getFailedException())
        .hasStackTraceContaining("was changed after it was checked");
  }

  @ParameterizedTest
  @CsvSource({
    "ZIP, plugin.class=kit.plugin.KitOther",
    "ZIP, plugin.dependencies=other?",
    "FOLDER, plugin.class=kit.plugin.KitOther",
    "JAR, Plugin-Class: kit.plugin.KitOther",
    "JAR, Plugin-Dependencies: other?"
  })
  void descriptor_whenSwappedBeforePf4jReadsIt_startsNothingElse(Shape shape, String line) {
    Path source = shape.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager =
        host.opened(new Disturbed(host, copy -> add(copy, shape, line)));

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(manager.getStartedPlugins()).isEmpty();
    assertThat(Trace.all()).isEmpty();
    assertThat(TestHost.decision(manager, source).isAdmitted()).isFalse();
    assertThat(TestHost.reasons(TestHost.decision(manager, source)))
        .containsAnyOf(Reason.STATE_UNAVAILABLE, Reason.INVALID_HASH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugin.class=kit.plugin.KitOther", "plugin.dependencies=other?"})
  void descriptor_whenSwappedWhilePf4jReadsItAndPutBack_startsNothingElse(String line) {
    Path source = kit("original").signedBy(host.author("plugin")).zip(host.plugins());
    byte[] original = kit("original").folderFiles().get("plugin.properties");
    VerifyingPluginManager manager =
        host.opened(
            new Disturbed(
                host,
                copy -> add(copy, Shape.ZIP, line),
                copy -> Tampering.replace(copy, "plugin.properties", original)));

    manager.loadPlugins();
    manager.startPlugins();

    assertThat(manager.getStartedPlugins()).isEmpty();
    assertThat(Trace.all()).isEmpty();
    assertThat(TestHost.reasons(TestHost.decision(manager, source)))
        .contains(Reason.DESCRIPTOR_MISMATCH);
  }

  @Test
  void jar_whenSwappedBetweenTwoClasses_isNeverDefined() throws Exception {
    Path source = Shape.LARGE_LIBRARY.write(kit("original").signedBy(host.author("plugin")), host);
    VerifyingPluginManager manager = host.opened(new Disturbed(host, copy -> {}));
    manager.loadPlugins();
    ClassLoader loader = manager.getPluginClassLoader("plugin");
    loader.loadClass("kit.plugin.KitOther");
    Path jar = manager.getPlugin("plugin").getPluginPath().resolve("lib/all.jar");
    byte[] original = Files.readAllBytes(jar);

    // Of the same length, so that every entry lies where it did; and in place, in the open file.
    Map<String, byte[]> changed = new LinkedHashMap<>(Tampering.entries(jar));
    changed.replaceAll((name, content) -> swapped(content));
    byte[] evil = Trees.archiveBytes(changed);
    Tampering.write(jar, evil);
    assertThatThrownBy(() -> loader.loadClass("kit.plugin.KitGreeting"))
        .isInstanceOf(LinkageError.class)
        .hasMessageContaining("lib/all.jar");
    Tampering.write(jar, original);

    Object greeting =
        loader.loadClass("kit.plugin.KitGreeting").getDeclaredConstructor().newInstance();
    assertThat(greeting)
        .isInstanceOfSatisfying(
            Greeting.class, plain -> assertThat(plain.text()).isEqualTo("original"));
    assertThat(TestHost.decision(manager, source).findings())
        .anyMatch(finding -> finding.reason() == Reason.INVALID_HASH);
  }

  private static byte[] swapped(byte[] content) {
    return new String(content, ISO_8859_1).replace("original", "mischief").getBytes(ISO_8859_1);
  }

  private static void add(Path copy, Shape shape, String line) {
    String file = shape == Shape.JAR ? "META-INF/MANIFEST.MF" : "plugin.properties";
    byte[] was =
        shape == Shape.JAR
            ? Tampering.entries(copy).get(file)
            : bytes(copy.resolve("plugin.properties"));
    String key = line.substring(0, line.indexOf(shape == Shape.JAR ? ':' : '='));
    StringBuilder text = new StringBuilder();
    new String(was, UTF_8)
        .lines()
        .filter(each -> !each.startsWith(key) && !each.isBlank())
        .forEach(each -> text.append(each).append("\r\n"));
    text.append(line).append("\r\n\r\n");
    Tampering.replace(copy, file, text.toString().getBytes(UTF_8));
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PluginKit kit(String text) {
    return PluginKit.plugin("plugin", "1.0.0")
        .greeting(text)
        .source(
            "kit.plugin.KitOther",
            """
            package kit.plugin;
            public class KitOther extends org.pf4j.Plugin {
              static final String NOISE = "%s";
              public KitOther(org.pf4j.PluginWrapper wrapper) { super(wrapper); }
              static { dev.signet.testkit.Trace.add("plugin other"); }
            }
            """
                .formatted(ChangedCopyAttackTest.NOISE));
  }
}
