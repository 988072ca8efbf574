package dev.signet.pem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.sign.key.PemFiles;
import dev.signet.testkit.Certificates;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
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

  /** Nothing but the signature holds what is not signed together: there must be one form of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "3003020100", // a number in the algorithm's place
        "300b06092a864886f70d01010b", // sha256WithRSAEncryption without its NULL
        "300d06092a864886f70d01010b0500",
        "300a06082a8648ce3d040303",
        "300c06082a8648ce3d0403020500",
        "30810a06082a8648ce3d040302",
        "3082000a06082a8648ce3d040302",
        "300b0681082a8648ce3d040302"
      })
  void certificate_whenItSaysOtherwiseHowItIsSigned_isRefused(String algorithm) {
    byte[] der = withAlgorithm(HexFormat.of().parseHex(algorithm));

    assertThatExceptionOfType(CertificateException.class).isThrownBy(() -> Pem.ofDer(der));
  }

  @Test
  void certificate_whenItSaysTwiceAlikeHowItIsSigned_isRead() throws Exception {
    assertThat(Pem.ofDer(withAlgorithm(HexFormat.of().parseHex("300a06082a8648ce3d040302"))))
        .isEqualTo(A);
    Certificates.Issued root = Certificates.root("c").make();
    assertThat(Pem.ofDer(der(Certificates.legacyLeaf("d", root).make().certificate())).getVersion())
        .isEqualTo(1);
  }

  private static byte[] withAlgorithm(byte[] algorithm) {
    try {
      List<byte[]> members = Der.members(der(A));
      int length = members.get(0).length + algorithm.length + members.get(2).length;
      ByteBuffer der = ByteBuffer.allocate(4 + length).put((byte) 0x30).put((byte) 0x82);
      der.putShort((short) length).put(members.get(0)).put(algorithm).put(members.get(2));
      return der.array();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"308106020101020102", "30820006020101020102", "3007028101010201" + "02"})
  void der_whenALengthIsLongerThanItMustBe_isRefused(String hex) {
    byte[] der = HexFormat.of().parseHex(hex);

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Der.parse(der, bytes -> bytes))
        .withMessageContaining("longer than DER allows");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> Der.members(der));
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
