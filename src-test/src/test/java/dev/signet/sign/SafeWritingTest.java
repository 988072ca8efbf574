package dev.signet.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.file.AtomicFile;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong while signing: the old bundle is there, and nothing beside it. */
class SafeWritingTest {
  private static final Certificates.Issued ROOT = Certificates.root("Root").make();
  private static final Certificates.Issued LEAF = Certificates.leaf("hello", ROOT).make();

  @TempDir private Path temp;

  @Test
  void replace_whenWritingFails_keepsTheOldFile() throws Exception {
    Path file = Files.writeString(temp.resolve("a.txt"), "old");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFile.replace(
                    file,
                    out -> {
                      AtomicFile.writeFully(out, "half of the new".getBytes(UTF_8));
                      throw new IOException("disk full");
                    },
                    written -> {}))
        .withMessage("disk full");

    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void replace_whenTheCheckObjects_keepsTheOldFile() throws Exception {
    Path file = Files.writeString(temp.resolve("a.txt"), "old");

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(
            () ->
                AtomicFile.replace(
                    file,
                    out -> AtomicFile.writeFully(out, "new".getBytes(UTF_8)),
                    written -> {
                      assertThat(written).hasContent("new").hasExtension("txt");
                      throw new SigningException("no", "never");
                    }));

    assertThat(file).hasContent("old");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void replace_whenTheFileHadPermissions_keepsThem() throws Exception {
    Path file = Files.writeString(temp.resolve("a.txt"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));

    AtomicFile.replace(
        file, out -> AtomicFile.writeFully(out, "new".getBytes(UTF_8)), written -> {});

    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
  }

  /** The timestamp is fetched after hashing and before writing: the moment for a change. */
  @Test
  void sign_whenAFileChangesMeanwhile_writesNothing() throws Exception {
    Path plugin = Trees.folder(temp.resolve("hello"), files());
    Trees.write(plugin.resolve("signature.json"), "old".getBytes(UTF_8));
    Timestamps changing =
        signature -> {
          Trees.write(plugin.resolve("a.txt"), "b".getBytes(UTF_8));
          return new byte[] {0x30, 0};
        };

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> signer().timestamps(changing).build().sign(plugin))
        .withMessageContaining("a.txt")
        .withMessageContaining("nothing was replaced");

    assertThat(plugin.resolve("signature.json")).hasContent("old");
    assertThat(names())
        .containsExactlyInAnyOrder(
            "hello", "hello/a.txt", "hello/plugin.properties", "hello/signature.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "hello.zip"})
  void sign_whenTheTimestampFails_writesNothing(String name) throws Exception {
    Path plugin =
        name.endsWith(".zip")
            ? Trees.archive(temp.resolve(name), files())
            : Trees.folder(temp.resolve(name), files());
    Timestamps failing =
        signature -> {
          throw new SigningException("no timestamp today", "come back tomorrow");
        };
    List<String> before = names();
    byte[] bytes = name.endsWith(".zip") ? Files.readAllBytes(plugin) : new byte[0];

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> signer().timestamps(failing).build().sign(plugin))
        .withMessage("no timestamp today; come back tomorrow.");

    assertThat(names()).isEqualTo(before);
    if (bytes.length > 0) {
      assertThat(plugin).hasBinaryContent(bytes);
    }
  }

  /** A token beyond what readers accept must not end up in a release. */
  @Test
  void sign_whenReadersWouldRefuseTheFile_writesNothing() throws Exception {
    Path plugin = Trees.archive(temp.resolve("hello.zip"), files());
    byte[] before = Files.readAllBytes(plugin);
    Timestamps huge = signature -> new byte[1 << 20];

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> signer().timestamps(huge).build().sign(plugin))
        .withMessageContaining("would not be accepted");

    assertThat(plugin).hasBinaryContent(before);
    assertThat(names()).containsExactly("hello.zip");
  }

  @Test
  void sign_whenAnEarlierRunWasKilled_tellsOfWhatItLeft() throws Exception {
    Path plugin = Trees.folder(temp.resolve("hello"), files());
    Trees.write(plugin.resolve(".signet-123.json"), new byte[1]);

    assertThatExceptionOfType(SigningRefusedException.class)
        .isThrownBy(() -> signer().build().sign(plugin))
        .withMessageContaining(".signet-123.json");
  }

  @Test
  void sign_whenTheTargetIsAFolder_isAnError() throws Exception {
    Path plugin = Trees.archive(temp.resolve("hello.zip"), files());
    Path target = temp.resolve("out.zip");
    Files.createDirectories(target.resolve("x"));

    assertThatExceptionOfType(SigningException.class)
        .isThrownBy(() -> signer().build().sign(plugin, target))
        .withMessageContaining("out.zip");

    assertThat(target.resolve("x")).isDirectory();
    assertThat(names()).containsExactlyInAnyOrder("hello.zip", "out.zip", "out.zip/x");
  }

  private static Map<String, byte[]> files() {
    return Trees.files("plugin.properties", "plugin.id=hello\nplugin.version=1", "a.txt", "a");
  }

  private static BundleSigner.Builder signer() throws SigningException {
    return BundleSigner.builder(
            SigningIdentity.of(LEAF.keys().getPrivate(), LEAF.certificate(), List.of()))
        .clock(Clock.fixed(Certificates.NOW, ZoneOffset.UTC));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(temp)) {
      return all.filter(path -> !path.equals(temp))
          .map(path -> temp.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
