package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.X509Certificate;

/** What a certificate says it may do (RFC 5280, 4.2.1), and findings that name a certificate. */
@Internal
public final class Certificates {

  // Bits of KeyUsage as X509Certificate numbers them.
  public static final int DIGITAL_SIGNATURE = 0;
  public static final int NON_REPUDIATION = 1;
  public static final int KEY_CERT_SIGN = 5;
  static final int CRL_SIGN = 6;

  private Certificates() {}

  /** Returns the finding about a certificate. */
  public static Finding invalid(X509Certificate certificate, String rest) {
    return Finding.of(Reason.INVALID_CERTIFICATE, sentence(certificate, rest));
  }

  /** Returns the finding about a key or an algorithm of a certificate. */
  public static Finding weak(X509Certificate certificate, String rest) {
    return Finding.of(Reason.WEAK_ALGORITHM, sentence(certificate, rest));
  }

  /** Returns a sentence about a certificate. */
  public static String sentence(X509Certificate certificate, String rest) {
    return "The certificate of "
        + DistinguishedNames.print(certificate.getSubjectX500Principal())
        + " "
        + rest
        + ".";
  }

  /** Returns whether the certificate has a key usage that includes the bit. */
  public static boolean hasUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && usage[bit];
  }

  /** Returns whether the certificate has a key usage at all, and it leaves the bit out. */
  public static boolean deniesUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && !usage[bit];
  }

  /** Returns whether the certificate says that it is an authority's. */
  public static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }
}
