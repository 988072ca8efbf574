package dev.signet.sign.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What an authority's index keeps of a certificate it issued.
 *
 * @param serialNumber unique in the whole authority
 * @param commonName the id it is for; of an authority's own certificate its name
 * @param issuer the issuer's name in the state folder: {@code root}, {@code intermediate} and so on
 * @param authority whether it is an authority's own certificate
 * @param validity its time
 * @param sha256 the SHA-256 of its DER: 64 lower-case hex digits
 * @param revocation its withdrawal, if there was one
 */
public record IssuedCertificate(
    BigInteger serialNumber,
    String commonName,
    String issuer,
    boolean authority,
    Validity validity,
    String sha256,
    Optional<Revocation> revocation) {

  /** Checks that nothing is null. */
  public IssuedCertificate {
    Objects.requireNonNull(serialNumber, "serialNumber");
    Objects.requireNonNull(commonName, "commonName");
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(validity, "validity");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(revocation, "revocation");
  }

  /** Returns the entry of a certificate that was just issued, or found. */
  static IssuedCertificate of(X509Certificate certificate, String commonName, String issuer) {
    return new IssuedCertificate(
        certificate.getSerialNumber(),
        commonName,
        issuer,
        certificate.getBasicConstraints() >= 0,
        new Validity(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()),
        sha256(certificate),
        Optional.empty());
  }

  /** Returns the serial number as openssl prints it: upper-case hex digits, two for each byte. */
  public String serial() {
    String digits = serialNumber.toString(16).toUpperCase(Locale.ROOT);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  /** Returns the status by this certificate alone, whatever happened to its issuer's. */
  public CertificateStatus status(Instant at) {
    if (revocation.isPresent()) {
      return CertificateStatus.REVOKED;
    }
    return at.isAfter(validity.until()) ? CertificateStatus.EXPIRED : CertificateStatus.VALID;
  }

  /** Returns the same certificate, withdrawn. */
  IssuedCertificate revoked(Revocation withdrawal) {
    return new IssuedCertificate(
        serialNumber, commonName, issuer, authority, validity, sha256, Optional.of(withdrawal));
  }

  /** Returns the SHA-256 of a certificate's DER: 64 lower-case hex digits. */
  static String sha256(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256", "SUN").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256; run on one that has", e);
    }
  }
}
