package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.sign.key.KeyType;
import dev.signet.testkit.Certificates;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Validity YEARS = Validity.starting(START, Duration.ofDays(3650));
  private static final Validity YEAR = Validity.starting(START, Duration.ofDays(365));

  private final CertificateAuthority root =
      CertificateAuthority.root("Test Root", KeyType.P384, YEARS);
  private final KeyPair author = KeyType.P384.generate();

  @Test
  void root_isSelfSignedAuthorityWithRoomForOneIntermediate() throws Exception {
    X509Certificate certificate = root.certificate();

    certificate.verify(root.keys().getPublic());
    assertThat(certificate.getBasicConstraints()).isEqualTo(1);
    assertThat(certificate.getKeyUsage()[5]).as("keyCertSign").isTrue();
    assertThat(certificate.getKeyUsage()[6]).as("cRLSign").isTrue();
    assertThat(certificate.getKeyUsage()[0]).as("digitalSignature").isFalse();
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA384withECDSA");
    assertThat(root.chain()).isEmpty();
  }

  @Test
  void leaf_maySignCodeAndNothingElse() throws Exception {
    X509Certificate leaf = root.issue("demo-plugin", author.getPublic(), YEAR);

    leaf.verify(root.keys().getPublic());
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(leaf.getCriticalExtensionOIDs()).isEqualTo(Set.of("2.5.29.15", "2.5.29.19"));
    assertThat(leaf.getKeyUsage()[0]).as("digitalSignature").isTrue();
    assertThat(leaf.getKeyUsage()[5]).as("keyCertSign").isFalse();
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.3");
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=demo-plugin");
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(START);
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofDays(365)));
    assertThat(leaf.getPublicKey()).isEqualTo(author.getPublic());
  }

  @Test
  void leaf_namesItsIssuersKey() {
    X509Certificate leaf = root.issue("demo", author.getPublic(), YEAR);

    byte[] own = root.certificate().getExtensionValue("2.5.29.14");
    byte[] issuers = leaf.getExtensionValue("2.5.29.35");
    assertThat(issuers).endsWith(java.util.Arrays.copyOfRange(own, own.length - 20, own.length));
  }

  @Test
  void serialNumbers_arePositiveAndLongAndDiffer() {
    BigInteger first = root.issue("demo", author.getPublic(), YEAR).getSerialNumber();
    BigInteger second = root.issue("demo", author.getPublic(), YEAR).getSerialNumber();

    assertThat(first).isPositive().isNotEqualTo(second);
    assertThat(first.bitLength()).isEqualTo(128);
  }

  @Test
  void intermediate_issuesLeavesAndGoesAlongAsChain() throws Exception {
    CertificateAuthority intermediate = root.intermediate("Test Issuing", KeyType.P384, YEARS);
    X509Certificate leaf = intermediate.issue("demo", author.getPublic(), YEAR);

    leaf.verify(intermediate.keys().getPublic());
    intermediate.certificate().verify(root.keys().getPublic());
    assertThat(intermediate.certificate().getBasicConstraints()).isZero();
    assertThat(intermediate.chain()).isEqualTo(List.of(intermediate.certificate()));
    assertThatIllegalStateException()
        .isThrownBy(() -> intermediate.intermediate("below", KeyType.P384, YEARS))
        .withMessageContaining("leaf certificates only");
  }

  @Test
  void lists_nameRevokedSerialsAndCountUp() throws Exception {
    X509Certificate leaf = root.issue("demo", author.getPublic(), YEAR);
    X509CRL before = root.revocationList(START, Duration.ofDays(7));
    root.revoke(leaf.getSerialNumber(), START.plusSeconds(60));
    root.revoke(leaf.getSerialNumber(), START.plusSeconds(999));
    X509CRL after = root.revocationList(START.plusSeconds(120), Duration.ofDays(7));

    before.verify(root.keys().getPublic());
    after.verify(root.keys().getPublic());
    assertThat(before.getRevokedCertificates()).isNull();
    assertThat(after.getRevokedCertificate(leaf).getRevocationDate())
        .isEqualTo(Date.from(START.plusSeconds(60)));
    assertThat(after.getNextUpdate().toInstant())
        .isEqualTo(START.plusSeconds(120).plus(Duration.ofDays(7)));
    assertThat(number(before)).isEqualTo(1);
    assertThat(number(after)).isEqualTo(2);
  }

  @Test
  void rsaAuthority_works() throws Exception {
    CertificateAuthority rsa = CertificateAuthority.root("RSA Root", KeyType.RSA_2048, YEARS);

    assertThat(rsa.certificate().getSigAlgName()).isEqualTo("SHA384withRSA");
    rsa.issue("demo", author.getPublic(), YEAR).verify(rsa.keys().getPublic());
  }

  @Test
  void impossibleRequests_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.issue("", author.getPublic(), YEAR))
        .withMessageContaining("common name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.issue("x".repeat(65), author.getPublic(), YEAR))
        .withMessageContaining("65 characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.issue("demo", Certificates.rsa(1024).getPublic(), YEAR))
        .withMessageContaining("2048");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> root.issue("demo", Certificates.curve("secp256r1").getPublic(), YEAR))
        .withMessageContaining("P-384");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                root.issue(
                    "demo", author.getPublic(), Validity.starting(START, Duration.ofDays(4000))))
        .withMessageContaining("exceeds");
    assertThatIllegalArgumentException().isThrownBy(() -> new Validity(START, START));
  }

  private static int number(X509CRL list) {
    byte[] wrapped = list.getExtensionValue("2.5.29.20");
    return wrapped[wrapped.length - 1];
  }
}
