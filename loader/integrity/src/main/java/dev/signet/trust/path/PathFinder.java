package dev.signet.trust.path;

import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;

/**
 * Looks for certification paths (RFC 4158): from a leaf, over certificates sent along and the trust
 * store's own, to every anchor that is reached. Only certificates that really signed one another
 * make a path. Bounded in length and in signatures checked, whatever is sent along.
 */
final class PathFinder {

  /** The most certificates of a path, the anchor not counted. */
  static final int MAX_LENGTH = 8;

  // More than any sane hierarchy needs; a tenth of a second at worst.
  private static final int MAX_SIGNATURES = 100;

  private final Collection<TrustAnchor> anchors;
  private final Collection<X509Certificate> hints;
  private int signaturesLeft = MAX_SIGNATURES;

  private PathFinder(Collection<TrustAnchor> anchors, Collection<X509Certificate> hints) {
    this.anchors = anchors;
    this.hints = hints;
  }

  /**
   * Returns the paths, the shortest first; among those of one length, hints that were sent along
   * come first, in their order, and then anchors in the store's order.
   *
   * @param chain certificates sent along; those beyond the first eight are not looked at
   */
  static List<CertificationPath> find(
      X509Certificate leaf, List<X509Certificate> chain, TrustStore trust) {
    return find(leaf, chain, trust, trust.anchors());
  }

  /**
   * Returns the paths to other anchors than the store's for bundles.
   *
   * @param trust whose further certificates help to build paths
   */
  static List<CertificationPath> find(
      X509Certificate leaf,
      List<X509Certificate> chain,
      TrustStore trust,
      Collection<TrustAnchor> anchors) {
    Collection<X509Certificate> hints =
        new LinkedHashSet<>(chain.subList(0, Math.min(chain.size(), MAX_LENGTH)));
    hints.addAll(trust.intermediates());
    return new PathFinder(anchors, hints).search(leaf);
  }

  // Breadth first, so that shorter paths come before longer ones.
  private List<CertificationPath> search(X509Certificate leaf) {
    List<CertificationPath> found = new ArrayList<>();
    Queue<List<X509Certificate>> open = new ArrayDeque<>();
    open.add(List.of(leaf));
    while (!open.isEmpty()) {
      List<X509Certificate> path = open.remove();
      X509Certificate last = path.get(path.size() - 1);
      for (TrustAnchor anchor : anchors) {
        if (isNext(path, last, anchor.certificate())) {
          found.add(new CertificationPath(path, anchor));
        }
      }
      if (path.size() == MAX_LENGTH) {
        continue;
      }
      for (X509Certificate hint : hints) {
        if (isNext(path, last, hint)) {
          List<X509Certificate> longer = new ArrayList<>(path);
          longer.add(hint);
          open.add(longer);
        }
      }
    }
    return found;
  }

  private boolean isNext(List<X509Certificate> path, X509Certificate last, X509Certificate issuer) {
    if (!CertificateSignatures.isNamed(last, issuer)
        || path.stream().anyMatch(certificate -> isSameEntity(certificate, issuer))
        || signaturesLeft == 0) {
      return false;
    }
    signaturesLeft--;
    return CertificateSignatures.isIssuedBy(last, issuer);
  }

  // By name and key: two certificates of one authority in a row are a loop as well.
  private static boolean isSameEntity(X509Certificate one, X509Certificate other) {
    return Arrays.equals(
            one.getSubjectX500Principal().getEncoded(),
            other.getSubjectX500Principal().getEncoded())
        && Arrays.equals(one.getPublicKey().getEncoded(), other.getPublicKey().getEncoded());
  }
}
