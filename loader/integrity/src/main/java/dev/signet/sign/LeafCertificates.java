package dev.signet.sign;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import dev.signet.trust.path.CommonName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/** What a certificate must be to sign bundles. */
final class LeafCertificates {
  private LeafCertificates() {}

  static void requireNoAuthority(X509Certificate leaf) throws SigningException {
    if (leaf.getBasicConstraints() >= 0) {
      throw unfit(
          "The certificate is an authority's, which never signs bundles.",
          "Use a certificate issued for the plugin.");
    }
  }

  /** Returns the one id that it may sign. */
  static String commonName(X509Certificate leaf) throws SigningException {
    try {
      return CommonName.of(leaf);
    } catch (CertificateParsingException e) {
      throw unfit(
          "The certificate names no one id: " + e.getMessage() + ".",
          "Have one issued whose common name is the plugin's id.");
    }
  }

  /** Returns what its key signs by. */
  static SignatureAlgorithm algorithm(X509Certificate leaf) throws SigningException {
    return SignatureAlgorithm.ofVersion2(leaf.getPublicKey())
        .orElseThrow(
            () ->
                unfit(
                    "The certificate's key is neither RSA nor on the curve P-384.",
                    "Have one issued for such a key."));
  }

  /** Returns an objection to a certificate, or to those above it. */
  static SigningRefusedException unfit(String detail, String remedy) {
    return new SigningRefusedException(
        "", List.of(SigningObjection.of(SigningObjection.UNFIT_CERTIFICATE, detail, remedy)));
  }
}
