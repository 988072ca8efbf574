package dev.signet.pf4j.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Date;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.update.FileVerifier;
import org.pf4j.update.VerifyException;

@SuppressWarnings("NullAway") // what callers must not pass is passed
class SignatureFileVerifierTest {
  @TempDir private Path temp;
  private TestHost host;
  private VerifyingPluginManager manager;
  private SignatureFileVerifier verifier;

  @BeforeEach
  void setUp() {
    host = new TestHost(temp);
    manager = host.manager();
    verifier = new SignatureFileVerifier(SignedPluginInstaller.of(manager));
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @SuppressWarnings("JavaUtilDate") // of PF4J's API
  private static FileVerifier.Context asked(String version, String sha512) {
    return new FileVerifier.Context(
        "clock", new Date(0), version, "", "https://a.example/clock.zip", sha512);
  }

  /** What is no checksum of this kind is the address of one, or nothing to go by. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", ".sha512", "https://a.example/clock.zip.sha512", "abcd"})
  void download_whenItIsSignedRightly_needsNoChecksum(String checksum) throws IOException {
    Path download = host.signed("clock", "1.0.0").zip(Files.createDirectory(temp.resolve("in")));

    assertThatCode(() -> verifier.verify(asked("1.0.0", checksum), download))
        .doesNotThrowAnyException();
    assertThat(manager.getPlugins()).isEmpty();
  }

  @Test
  void checksumOfWhateverCase_mustBeTheFilesOwn() throws Exception {
    Path download = host.signed("clock", "1.0.0").zip(Files.createDirectory(temp.resolve("in")));
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(download));
    String right = HexFormat.of().formatHex(digest);

    verifier.verify(asked("1.0.0", right), download);
    verifier.verify(asked("1.0.0", HexFormat.of().withUpperCase().formatHex(digest)), download);
    assertThatExceptionOfType(VerifyException.class)
        .isThrownBy(() -> verifier.verify(asked("1.0.0", "0".repeat(128)), download))
        .withMessageContaining(right)
        .withMessageContaining("download it again");
  }

  @Test
  void download_whenItIsNotWhatWasAskedFor_isRefusedThoughTheChecksumIsRight() throws Exception {
    Path unsigned =
        PluginKit.plugin("clock", "1.0.0").zip(Files.createDirectory(temp.resolve("unsigned")));
    Path other = host.signed("clock", "2.0.0").zip(Files.createDirectory(temp.resolve("other")));

    assertThatExceptionOfType(VerifyException.class)
        .isThrownBy(() -> verifier.verify(asked("1.0.0", null), unsigned))
        .withMessageContaining("is not signed");
    assertThatExceptionOfType(VerifyException.class)
        .isThrownBy(() -> verifier.verify(asked("1.0.0", null), other))
        .withMessageContaining("2.0.0");
  }

  @Test
  void download_whenItIsGone_isRefused() {
    assertThatExceptionOfType(VerifyException.class)
        .isThrownBy(() -> verifier.verify(asked("1.0.0", null), temp.resolve("none.zip")));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> verifier.verify(asked("1.0.0", "0".repeat(128)), temp.resolve("none.zip")));
  }
}
