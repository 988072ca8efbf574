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

  /**
   * The extension, not critical and of the content NULL, of certificates that are for development
   * only, and of the authorities that issue them: below the arc of UUIDs (ITU-T X.667).
   */
  public static final String FOR_DEVELOPMENT = "2.25.121024211630371925083606288378866142561";

  private Certificates() {}

  /** Returns whether the certificate says that it is for development only. */
  public static boolean isForDevelopment(X509Certificate certificate) {
    return certificate.getExtensionValue(FOR_DEVELOPMENT) != null;
  }

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
