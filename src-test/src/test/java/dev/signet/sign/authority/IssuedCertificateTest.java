package dev.signet.sign.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.Certificates;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuedCertificateTest {
  private static final Instant FROM = Instant.parse("2026-11-30T00:00:00Z");
  private static final Validity DAY = Validity.starting(FROM, Duration.ofDays(1));

  private static IssuedCertificate issued(BigInteger serial) {
    return new IssuedCertificate(
        serial, "clock", "root", false, DAY, "00".repeat(32), Optional.empty());
  }

  /** As openssl prints it, so that the two can be compared. */
  @ParameterizedTest
  @CsvSource({"0,00", "f,0F", "10,10", "abc,0ABC", "ffffffffffffffffffff,FFFFFFFFFFFFFFFFFFFF"})
  void serial_hasTwoUpperCaseDigitsForEachByte(String hex, String serial) {
    assertThat(issued(new BigInteger(hex, 16)).serial()).isEqualTo(serial);
  }

  @Test
  void statusUntilItsLastSecond_isValidAndThenExpired() {
    IssuedCertificate certificate = issued(BigInteger.ONE);

    assertThat(certificate.status(DAY.until())).isEqualTo(CertificateStatus.VALID);
    assertThat(certificate.status(DAY.until().plusMillis(1))).isEqualTo(CertificateStatus.EXPIRED);
  }

  @Test
  void status_whenWithdrawn_isRevokedAlsoWhenItsTimeIsOver() {
    IssuedCertificate certificate =
        issued(BigInteger.ONE).revoked(new Revocation(FROM, RevocationReason.KEY_COMPROMISE));

    assertThat(certificate.status(FROM)).isEqualTo(CertificateStatus.REVOKED);
    assertThat(certificate.status(DAY.until().plusSeconds(1))).isEqualTo(CertificateStatus.REVOKED);
  }

  @Test
  void of_takesEverythingFromTheCertificate() {
    Certificates.Issued root = Certificates.root("Root").make();
    IssuedCertificate leaf =
        IssuedCertificate.of(
            Certificates.leaf("clock", root).serial(5).make().certificate(), "clock", "root");
    IssuedCertificate authority = IssuedCertificate.of(root.certificate(), "Root", "root");

    assertThat(leaf.serialNumber()).isEqualTo(5);
    assertThat(leaf.authority()).isFalse();
    assertThat(leaf.validity()).isEqualTo(new Validity(Certificates.FROM, Certificates.UNTIL));
    assertThat(leaf.sha256()).matches("[0-9a-f]{64}").isNotEqualTo(authority.sha256());
    assertThat(authority.authority()).isTrue();
  }

  @Test
  void revocation_whenWithFractions_isOfWholeSeconds() {
    assertThat(new Revocation(FROM.plusMillis(999), RevocationReason.UNSPECIFIED).at())
        .isEqualTo(FROM);
  }
}
