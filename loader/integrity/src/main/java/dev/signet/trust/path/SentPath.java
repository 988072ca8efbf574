package dev.signet.trust.path;

import dev.signet.trust.AnchorProfile;
import dev.signet.trust.AnchorRules;
import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.Certificates;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a signing certificate and those sent along with it tell of its path by themselves, before
 * anybody trusts them.
 *
 * @param leaf the signing certificate
 * @param chain the certificates sent along, in any order
 */
public record SentPath(X509Certificate leaf, List<X509Certificate> chain) {

  /** Copies the list. */
  public SentPath {
    Objects.requireNonNull(leaf, "leaf");
    chain = List.copyOf(chain);
  }

  /** Returns whether the chain has the certificate that the leaf was issued under. */
  public boolean hasIssuer() {
    return !topmost().equals(leaf);
  }

  /** Returns the name of the issuer at which the path ends: the first that is not sent along. */
  public String missing() {
    return DistinguishedNames.print(topmost().getIssuerX500Principal());
  }

  /**
   * Returns what speaks against the certificate that would be trusted: a problem that every host
   * would have with it.
   */
  public Optional<Finding> objection(AnchorProfile profile) {
    X509Certificate anchor = anchor(profile);
    return AnchorRules.objection(anchor, profile)
        .map(objection -> Certificates.invalid(anchor, objection));
  }

  /**
   * Returns a store that trusts the topmost certificate, or the leaf's issuer where a profile lets
   * anchors issue leaves only, and knows the others.
   *
   * @throws IllegalArgumentException when there is an {@link #objection}
   */
  public TrustStore anchored(AnchorProfile profile) {
    TrustStoreBuilder store =
        TrustStore.builder().anchor(new TrustAnchor(anchor(profile), profile));
    chain.forEach(store::intermediate);
    return store.build();
  }

  private X509Certificate anchor(AnchorProfile profile) {
    return profile == AnchorProfile.NEXTCLOUD ? issuer(leaf).orElse(leaf) : topmost();
  }

  private X509Certificate topmost() {
    X509Certificate top = leaf;
    for (int i = 0; i < chain.size(); i++) {
      Optional<X509Certificate> issuer = issuer(top);
      if (issuer.isEmpty()) {
        return top;
      }
      top = issuer.get();
    }
    return top;
  }

  private Optional<X509Certificate> issuer(X509Certificate certificate) {
    return chain.stream()
        .filter(other -> !other.equals(certificate))
        .filter(other -> CertificateSignatures.isIssuedBy(certificate, other))
        .findFirst();
  }
}
