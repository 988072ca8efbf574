package dev.signet.sign.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.authority.CertificateAuthority;
import dev.signet.sign.authority.Validity;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final CertificateAuthority root =
      CertificateAuthority.root(
          "Test Root", KeyType.P384, Validity.starting(START, Duration.ofDays(10)));

  @TempDir Path folder;

  @Test
  void certificates_comeBackInOrder() throws Exception {
    CertificateAuthority second =
        root.intermediate("Below", KeyType.P384, Validity.starting(START, Duration.ofDays(5)));
    Path file = folder.resolve("chain.crt");

    PemFiles.writeCertificates(file, List.of(second.certificate(), root.certificate()));
    PemFiles.writeCertificates(file, List.of(root.certificate(), second.certificate()));

    Collection<? extends java.security.cert.Certificate> read =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
    assertThat(List.<java.security.cert.Certificate>copyOf(read))
        .isEqualTo(List.<X509Certificate>of(root.certificate(), second.certificate()));
    assertThat(Files.readString(file)).contains("-----BEGIN CERTIFICATE-----\n").endsWith("\n");
  }

  @Test
  void list_comesBack() throws Exception {
    X509CRL list = root.revocationList(START, Duration.ofDays(1));
    Path file = folder.resolve("root.crl");

    PemFiles.writeRevocationList(file, list);

    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(Files.readAllBytes(file))))
        .isEqualTo(list);
  }

  @Test
  void key_comesBackAndOnlyItsOwnerMayReadIt() throws Exception {
    Path file = folder.resolve("root.key");

    PemFiles.writePrivateKey(file, root.keys().getPrivate());

    String text = Files.readString(file, StandardCharsets.US_ASCII);
    byte[] der =
        Base64.getMimeDecoder()
            .decode(
                text.replace("-----BEGIN " + "PRIVATE KEY-----", "").replaceAll("-----END.*", ""));
    assertThat(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)))
        .isEqualTo(root.keys().getPrivate());
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void key_isNeverOverwritten() throws Exception {
    Path file = Files.writeString(folder.resolve("root.key"), "precious");

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> PemFiles.writePrivateKey(file, root.keys().getPrivate()));
    assertThat(Files.readString(file)).isEqualTo("precious");
  }
}
