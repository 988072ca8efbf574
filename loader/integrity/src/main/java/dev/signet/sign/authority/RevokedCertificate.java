package dev.signet.sign.authority;

import dev.signet.Internal;
import java.util.Objects;

/**
 * A certificate after its revocation.
 *
 * @param certificate with when and why it was revoked
 * @param already whether it was revoked before; then nothing was changed
 */
@Internal
public record RevokedCertificate(IssuedCertificate certificate, boolean already) {

  /** Checks that it is revoked. */
  public RevokedCertificate {
    Objects.requireNonNull(certificate, "certificate");
    if (certificate.revocation().isEmpty()) {
      throw new IllegalArgumentException("certificate: is not revoked");
    }
  }
}
