package dev.signet.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  private static final X509Certificate A = Certificates.root("a").make().certificate();
  private static final X509Certificate B = Certificates.root("b").make().certificate();
  private static final String PEM = PemFiles.text(A);
  private static final String BASE64 = Base64.getEncoder().encodeToString(der(A));

  @Test
  void certificates_whenFormVaries_areTheSame() throws Exception {
    for (String text :
        new String[] {
          PEM,
          PEM.replace("\n", "\r\n"),
          PEM.replace("\n", ""),
          PEM.replace("\n", "\n   \t"),
          "subject=CN = a\n\n" + PEM + "\ntrailing text - - -",
          "-----BEGIN X509 CERTIFICATE-----\n" + BASE64 + "\n-----END X509 CERTIFICATE-----",
          BASE64,
          " " + BASE64.replaceAll("(.{10})", "$1\r\n"),
          PEM.replace("=", ""),
          "-----BEGIN EC PARAMETERS-----\nBgUrgQQAIg==\n-----END EC PARAMETERS-----\n" + PEM
        }) {
      assertThat(Pem.certificates(text)).as(text).containsExactly(A);
      assertThat(Pem.firstCertificate(text)).isEqualTo(A);
    }
  }

  @Test
  void certificates_whenThereAreSeveral_areAllReadInOrder() throws Exception {
    assertThat(Pem.certificates(PemFiles.text(B) + "and\n" + PEM)).containsExactly(B, A);
  }

  @Test
  void first_whenALaterOneIsBroken_doesNotMind() throws Exception {
    String text = PEM + "-----BEGIN CERTIFICATE-----\n!!";

    assertThat(Pem.firstCertificate(text)).isEqualTo(A);
    assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> Pem.certificates(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "test",
        "AAAA",
        "MAA=",
        "-----BEGIN ",
        "-----BEGIN CERTIFICATE",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN CERTIFICATE----------END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE REQUEST-----MIIE-----END CERTIFICATE REQUEST-----",
        "-----BEGIN CERTIFICATE-----\ntest\n-----END CERTIFICATE-----"
      })
  void certificates_whenThereIsNone_areRefused(String text) {
    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(() -> Pem.certificates(text))
        .withMessageEndingWith(".");
  }

  @Test
  void certificates_whenThereAreTwoReadings_areRefused() {
    byte[] der = der(A);
    byte[] trailing = Arrays.copyOf(der, der.length + 1);
    String odd = BASE64.replaceFirst("=*$", "");
    for (String text :
        new String[] {
          Base64.getEncoder().encodeToString(trailing),
          Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length - 1)),
          BASE64 + "=",
          PEM.replace("\n", "\\n"),
          "\ufeff" + BASE64,
          BASE64 + "AAAA",
          BASE64.substring(0, 8) + "!" + BASE64.substring(8),
          odd + "A"
        }) {
      assertThatExceptionOfType(CertificateException.class)
          .as(text)
          .isThrownBy(() -> Pem.certificates(text));
    }
  }

  @Test
  void certificates_whenOneIsHuge_areRefused() {
    assertThatExceptionOfType(CertificateException.class)
        .isThrownBy(() -> Pem.certificates("MIIB" + "A".repeat(4 << 20)))
        .withMessageContaining("larger");
  }

  @Test
  void certificates_whenBytesAreChangedAtRandom_throwNothingElse() {
    byte[] der = der(A);
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = der.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      try {
        X509Certificate read = Pem.certificates(Base64.getEncoder().encodeToString(changed)).get(0);
        assertThat(der(read)).isEqualTo(changed);
      } catch (CertificateException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1_000, 19_999);
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
