package dev.signet.trust;

import dev.signet.Internal;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;

/** Which certificates can be anchors. */
@Internal
public final class AnchorRules {

  private static final String BASIC_CONSTRAINTS = "2.5.29.19";

  private AnchorRules() {}

  /**
   * Returns why a certificate cannot be an anchor of a profile; empty when it can.
   *
   * @return the rest of a sentence that begins with the certificate
   */
  public static Optional<String> objection(X509Certificate certificate, AnchorProfile profile) {
    return switch (profile) {
      case STANDARD -> standard(certificate);
      case NEXTCLOUD -> nextcloud(certificate);
      case OWNCLOUD ->
          certificate.getPublicKey() instanceof ECPublicKey
              ? standard(certificate)
              : nextcloud(certificate);
    };
  }

  private static Optional<String> standard(X509Certificate certificate) {
    if (!Certificates.isAuthority(certificate)) {
      return Optional.of("is not an authority's (basicConstraints CA:TRUE is missing)");
    }
    if (Certificates.deniesUsage(certificate, Certificates.KEY_CERT_SIGN)) {
      return Optional.of("may not sign certificates (its key usage leaves keyCertSign out)");
    }
    return KeyRules.weakness(certificate.getPublicKey());
  }

  private static Optional<String> nextcloud(X509Certificate certificate) {
    // Their first root is of X.509 version 3 and says nothing at all about what it may do.
    if (certificate.getExtensionValue(BASIC_CONSTRAINTS) != null
        && !Certificates.isAuthority(certificate)) {
      return Optional.of("says that it is not an authority's (basicConstraints CA:FALSE)");
    }
    if (Certificates.deniesUsage(certificate, Certificates.KEY_CERT_SIGN)) {
      return Optional.of("may not sign certificates (its key usage leaves keyCertSign out)");
    }
    return KeyRules.weakness(certificate.getPublicKey());
  }
}
