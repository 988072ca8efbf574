package dev.signet.attack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.admit.read.SealedCopyChangedException;
import dev.signet.attack.ChangedCopyAttackTest.Disturbed;
import dev.signet.attack.ChangedCopyAttackTest.Shape;
import dev.signet.pf4j.SealingMode;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.Tampering;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreException;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody with the host's account puts a pipe, or a link to a device, where the host reads a file:
 * to open the one, to read the other to its end, takes for ever.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeAttackTest {
  @TempDir private Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tearDown() throws Exception {
    host.close();
  }

  /** What has no end. */
  enum Endless {
    PIPE {
      @Override
      void putAt(Path place) throws IOException {
        try {
          assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor()).isZero();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rw-------"));
      }
    },
    DEVICE {
      @Override
      void putAt(Path place) throws IOException {
        Files.createSymbolicLink(place, Path.of("/dev/zero"));
      }
    };

    abstract void putAt(Path place) throws IOException;

    /** Puts it there in place of a file, or where nothing was. */
    void putInPlaceOf(Path place) {
      try {
        Tampering.delete(place);
        Tampering.write(place, new byte[0]);
        Files.delete(place);
        putAt(place);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void classOrResource_whenAPipeIsInItsPlace_isRefusedAndNobodyWaits(Endless what) {
    Path source = Shape.FOLDER.write(kit(), host);
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    manager.startPlugins();
    Path copy = manager.getPlugin("plugin").getPluginPath();
    what.putInPlaceOf(copy.resolve("classes/kit/plugin/Late.class"));
    what.putInPlaceOf(copy.resolve("classes/text.txt"));

    ClassLoader loader = manager.getPluginClassLoader("plugin");
    assertThatThrownBy(() -> loader.loadClass("kit.plugin.Late"))
        .isInstanceOf(LinkageError.class)
        .hasCauseInstanceOf(SealedCopyChangedException.class)
        .hasMessageContaining("It is no file any more");
    URL text = Objects.requireNonNull(loader.getResource("text.txt"));
    assertThatThrownBy(text::openStream).isInstanceOf(SealedCopyChangedException.class);
    assertThat(TestHost.reasons(TestHost.decision(manager, source)))
        .contains(Reason.NOT_A_REGULAR_FILE);
  }

  @ParameterizedTest
  @CsvSource({"JAR, PIPE", "JAR, DEVICE", "LIBRARY, PIPE", "LIBRARY, DEVICE"})
  void jar_whenAPipeIsInItsPlaceBeforeItIsOpened_isRefusedAndNobodyWaits(
      Shape shape, Endless what) {
    Path source = shape.write(kit(), host);
    VerifyingPluginManager manager =
        host.opened(host.builder().sealing(SealingMode.ON_READ).build());
    manager.loadPlugins();
    Path copy = manager.getPlugin("plugin").getPluginPath();
    what.putInPlaceOf(shape == Shape.JAR ? copy : copy.resolve("lib/all.jar"));

    assertThatThrownBy(() -> manager.getPluginClassLoader("plugin").loadClass("kit.plugin.Late"))
        .isInstanceOf(LinkageError.class)
        .hasMessageContaining("It is no file any more");
    assertThat(TestHost.reasons(TestHost.decision(manager, source)))
        .contains(Reason.NOT_A_REGULAR_FILE);
  }

  /** PF4J itself reads descriptors by their path, and looks for manifests everywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"plugin.properties", "META-INF/MANIFEST.MF", "classes/more/MANIFEST.MF"})
  void descriptor_whenAPipeIsInItsPlaceBeforePf4jReadsIt_keepsThatPluginFromLoading(String file) {
    host.signed("first", "1.0.0").zip(host.plugins());
    Path source = Shape.ZIP.write(kit(), host);
    VerifyingPluginManager manager =
        host.opened(
            new Disturbed(
                host,
                copy -> {
                  if (copy.getFileName().toString().startsWith("first")) {
                    Path other = sealedCopy("plugin-1.0.0");
                    Tampering.delete(other.resolve("plugin.properties"));
                    Endless.PIPE.putInPlaceOf(other.resolve(file));
                  }
                }));

    manager.loadPlugins();

    assertThat(manager.getPlugin("first")).isNotNull();
    assertThat(manager.getPlugin("plugin")).isNull();
    assertThat(TestHost.reasons(TestHost.decision(manager, source)))
        .contains(Reason.NOT_A_REGULAR_FILE);
  }

  private Path sealedCopy(String name) {
    try (Stream<Path> copies = Files.list(host.sealed())) {
      return copies
          .filter(path -> path.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it can be made anew or not: what stands there is told, or set aside. */
  @ParameterizedTest
  @EnumSource(SealingMode.class)
  void start_whenAPipeIsInPlaceOfAnyFileOfItsState_endsAndRunsNothingElse(SealingMode sealing)
      throws Exception {
    Shape.ZIP.write(kit(), host);
    run(sealing);
    for (int number = 0; number < files(host.state()).size(); number++) {
      Path file = files(host.state()).get(number);
      byte[] content = Files.readAllBytes(file);
      Endless.PIPE.putInPlaceOf(file);

      try {
        assertThat(run(sealing)).as(file.toString()).isIn("original", "");
      } catch (IllegalStateException told) {
        assertThat(told).as(file.toString()).hasMessageContaining(file.getFileName().toString());
      }
      Tampering.delete(file);
      Tampering.write(file, content);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String run(SealingMode sealing) {
    try (VerifyingPluginManager manager = host.builder().sealing(sealing).build()) {
      manager.loadPlugins();
      manager.startPlugins();
      return String.join("", TestHost.greetings(manager));
    }
  }

  @Test
  void trustFolder_whenAPipeIsInIt_isRefusedAndNobodyWaits() throws Exception {
    Path trust = Files.createDirectory(folder.resolve("trust"));
    Trees.write(trust.resolve("root.crt"), host.authority().certificate().getEncoded());
    assertThat(TrustStore.load(trust)).isNotNull();
    for (String name : new String[] {"other.pem", "list.crl"}) {
      Endless.PIPE.putAt(trust.resolve(name));

      assertThatThrownBy(() -> TrustStore.load(trust))
          .isInstanceOf(TrustStoreException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("is not a regular file");
      Files.delete(trust.resolve(name));
    }
  }

  private PluginKit kit() {
    return PluginKit.plugin("plugin", "1.0.0")
        .greeting("original")
        .source("kit.plugin.Late", "package kit.plugin; public class Late {}")
        .resource("text.txt", "text".getBytes(UTF_8))
        .signedBy(host.author("plugin"));
  }
}
