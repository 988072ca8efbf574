package dev.signet.sign.authority;

import dev.signet.Internal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * A certificate that was just issued.
 *
 * @param entry what the index keeps of it
 * @param certificate the certificate
 * @param chain what a signer sends along with it: the certificates between it and the root; empty
 *     when the root issued it
 */
@Internal
public record NewCertificate(
    IssuedCertificate entry, X509Certificate certificate, List<X509Certificate> chain) {

  /** Checks that nothing is null and copies the list. */
  public NewCertificate {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(certificate, "certificate");
    chain = List.copyOf(chain);
  }
}
