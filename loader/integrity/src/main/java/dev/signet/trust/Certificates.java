package dev.signet.trust;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.X509Certificate;

/** What a certificate says it may do (RFC 5280, 4.2.1), and findings that name a certificate. */
final class Certificates {

  // Bits of KeyUsage as X509Certificate numbers them.
  static final int DIGITAL_SIGNATURE = 0;
  static final int NON_REPUDIATION = 1;
  static final int KEY_CERT_SIGN = 5;
  static final int CRL_SIGN = 6;

  private Certificates() {}

  /** Returns the finding about a certificate. */
  static Finding invalid(X509Certificate certificate, String rest) {
    return Finding.of(Reason.INVALID_CERTIFICATE, sentence(certificate, rest));
  }

  /** Returns the finding about a key or an algorithm of a certificate. */
  static Finding weak(X509Certificate certificate, String rest) {
    return Finding.of(Reason.WEAK_ALGORITHM, sentence(certificate, rest));
  }

  /** Returns a sentence about a certificate. */
  static String sentence(X509Certificate certificate, String rest) {
    return "The certificate of "
        + DistinguishedNames.print(certificate.getSubjectX500Principal())
        + " "
        + rest
        + ".";
  }

  /** Returns whether the certificate has a key usage that includes the bit. */
  static boolean hasUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && usage[bit];
  }

  /** Returns whether the certificate has a key usage at all, and it leaves the bit out. */
  static boolean deniesUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && !usage[bit];
  }

  /** Returns whether the certificate says that it is an authority's. */
  static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }
}
