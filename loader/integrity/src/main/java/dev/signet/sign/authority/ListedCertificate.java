package dev.signet.sign.authority;

import dev.signet.Internal;
import java.util.Objects;

/**
 * A certificate of an authority, and what can be said of it.
 *
 * @param certificate what the index keeps of it
 * @param status at the instant that was asked for, its issuer's revocation included
 */
@Internal
public record ListedCertificate(IssuedCertificate certificate, CertificateStatus status) {

  /** Checks that nothing is null. */
  public ListedCertificate {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(status, "status");
  }
}
