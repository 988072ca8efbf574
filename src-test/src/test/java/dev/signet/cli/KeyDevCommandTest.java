package dev.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signet.cli.option.ExitCode;
import dev.signet.trust.Certificates;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDevCommandTest {
  @TempDir private Path temp;
  private final CommandLineKit signet = new CommandLineKit();

  private CommandLineKit.Outcome make(Object... more) {
    Object[] words = new Object[more.length + 2];
    words[0] = "key:dev";
    words[1] = "--out=" + temp.resolve("dev");
    System.arraycopy(more, 0, words, 2, more.length);
    return signet.run(words);
  }

  private X509Certificate certificate(String name) throws Exception {
    try (InputStream in = Files.newInputStream(temp.resolve("dev").resolve(name))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void plugin_whenSignedWithIt_passesTheRealCheckAndIsNotForStable() throws Exception {
    CommandLineKit.Outcome made = make("hello", "other");
    Path plugin = new Author(temp).plugin("plugin");

    assertThat(made.exitCode()).as(made.err()).isEqualTo(ExitCode.OK);
    assertThat(made.out()).contains("made  hello, other", "for development only", "root.crt");
    CommandLineKit.Outcome signed =
        signet.run(
            "integrity:sign-app",
            "--path=" + plugin,
            "--privateKey=" + temp.resolve("dev/hello.key"),
            "--certificate=" + temp.resolve("dev/hello.crt"),
            "--trust=" + temp.resolve("dev/root.crt"));
    assertThat(signed.exitCode()).as(signed.err()).isEqualTo(ExitCode.OK);
    CommandLineKit.Outcome checked =
        signet.run(
            "integrity:check-app", "--path=" + plugin, "--trust=" + temp.resolve("dev/root.crt"));
    assertThat(checked.out())
        .contains("verified", "DEVELOPMENT_CERTIFICATE", "refused", "admitted with a warning");
  }

  @Test
  void certificates_areForADayAndSaySo() throws Exception {
    make("hello");

    for (String name : new String[] {"root.crt", "hello.crt"}) {
      X509Certificate certificate = certificate(name);
      assertThat(Certificates.isForDevelopment(certificate)).isTrue();
      assertThat(certificate.getNotAfter().toInstant())
          .isBetween(Instant.now().plusSeconds(86_000), Instant.now().plusSeconds(86_400));
      assertThat(certificate.getNonCriticalExtensionOIDs()).contains(Certificates.FOR_DEVELOPMENT);
    }
    assertThat(certificate("root.crt").getSubjectX500Principal().getName())
        .contains("Signet development only");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temp.resolve("dev/hello.key"))))
        .isEqualTo("rw-------");
    assertThat(temp.resolve("dev/root.key")).doesNotExist();
    assertThat(temp.resolve("dev/.gitignore")).hasContent("*");
  }

  @Test
  void folder_whenMadeAgain_isReplaced() throws Exception {
    make("hello");
    X509Certificate first = certificate("root.crt");

    CommandLineKit.Outcome again = make("hello", "--output=json");

    assertThat(again.exitCode()).as(again.err()).isEqualTo(ExitCode.OK);
    assertThat(certificate("root.crt")).isNotEqualTo(first);
    assertThat(new ObjectMapper().readTree(again.out()).at("/development/ids/0").textValue())
        .isEqualTo("hello");
  }

  @Test
  void folder_whenItIsSomebodyElses_isLeftAlone() throws Exception {
    Path dev = Files.createDirectory(temp.resolve("dev"));
    Path real = new Author(temp).certificates("dev/root.crt", Author.ROOT.certificate());
    byte[] before = Files.readAllBytes(real);

    assertThat(make("hello").err()).contains("was not made by signet key:dev");
    assertThat(real).hasBinaryContent(before);
    Files.delete(real);
    assertThat(make("hello").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(dev).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "a/b", " ", ".hidden", "-x ", "root", "Root"})
  void id_whenItIsNoNameOfAFile_isRefused(String id) {
    assertThat(make(id).exitCode()).isNotEqualTo(ExitCode.OK);
    assertThat(temp.resolve("dev")).doesNotExist();
  }
}
