package dev.signet.pf4j;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JVM keeps jars open that somebody reads by their address, and knows them by their path. */
class CachedResourcesTest {
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
  @ValueSource(strings = {"jar", "zip", "lib"})
  @EnabledOnOs(OS.LINUX)
  void plugin_whenItReadsThroughTheJvmsCache_readsItsOwnReleaseAndLeavesNothingOpen(String kind)
      throws IOException {
    packed("1.0.0", "", kind, host.plugins());
    VerifyingPluginManager manager = host.started();
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    Path downloads = Files.createDirectory(folder.resolve("downloads"));

    installer.update(InstallRequest.of(packed("1.1.0", "", kind, downloads))).orThrow();
    InstallResult failed =
        installer.update(
            InstallRequest.of(
                packed("1.2.0", "if (true) throw new AssertionError();", kind, downloads)));
    Path path = manager.getPlugin("clock").getPluginPath();
    manager.unloadPlugin("clock");
    manager.loadPlugin(path);
    manager.startPlugin("clock");
    installer.uninstall("clock").orThrow();

    assertThat(failed.isDone()).isFalse();
    assertThat(Trace.all())
        .filteredOn(event -> event.startsWith("read "))
        .containsExactly("read 1.0.0", "read 1.1.0", "read 1.2.0", "read 1.1.0", "read 1.1.0");
    assertThat(openBelow(host.sealed())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jar", "lib"})
  @EnabledOnOs(OS.LINUX)
  void close_whenAPluginReadThroughTheJvmsCache_leavesNothingOpen(String kind) throws IOException {
    packed("1.0.0", "", kind, host.plugins());
    for (int i = 0; i < 2; i++) {
      VerifyingPluginManager manager = host.started();
      assertThat(openBelow(host.sealed())).isNotEmpty();
      manager.close();
      assertThat(openBelow(host.sealed())).isEmpty();
    }
    assertThat(Trace.all()).filteredOn(event -> event.startsWith("read ")).hasSize(2);
  }

  private Path packed(String version, String atStart, String kind, Path root) {
    PluginKit kit =
        host.signed("clock", version)
            .atStart(
                "try (var in = getClass().getResource(\"/version.txt\").openConnection()"
                    + ".getInputStream()) { dev.signet.testkit.Trace.add(\"read \" + new"
                    + " String(in.readAllBytes())); } catch (java.io.IOException e) { throw new"
                    + " java.io.UncheckedIOException(e); } "
                    + atStart);
    byte[] content = version.getBytes(UTF_8);
    return switch (kind) {
      case "jar" -> kit.resource("version.txt", content).jar(root);
      case "zip" -> kit.resource("version.txt", content).zip(root);
      default ->
          kit.file("lib/more.jar", Trees.archiveBytes(Map.of("version.txt", content))).zip(root);
    };
  }

  private static List<String> openBelow(Path sealed) throws IOException {
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      return handles
          .map(CachedResourcesTest::target)
          .filter(name -> name.startsWith(sealed.toString()))
          .toList();
    }
  }

  private static String target(Path handle) {
    try {
      return Files.readSymbolicLink(handle).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
