package dev.signet.trust.path;

import dev.signet.trust.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A leaf up to, but without, an anchor; each certificate was signed with the next one's key and the
 * last with the anchor's. Nothing else is known of it yet.
 *
 * @param certificates leaf first; at least one
 */
record CertificationPath(List<X509Certificate> certificates, TrustAnchor anchor) {

  CertificationPath {
    certificates = List.copyOf(certificates);
  }

  X509Certificate leaf() {
    return certificates.get(0);
  }

  /** The certificates between leaf and anchor, the leaf's issuer first. */
  List<X509Certificate> intermediates() {
    return certificates.subList(1, certificates.size());
  }

  /** All certificates, the leaf first and the anchor last. */
  List<X509Certificate> withAnchor() {
    List<X509Certificate> all = new ArrayList<>(certificates);
    all.add(anchor.certificate());
    return all;
  }

  /** The certificate whose key signed the one at this position. */
  X509Certificate issuerOf(int index) {
    return index + 1 < certificates.size() ? certificates.get(index + 1) : anchor.certificate();
  }
}
