package dev.signet.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.SortedSet;

/**
 * Digests a trust store: every part with its length, so that no two stores give the same bytes.
 * Each start does; hence loops, of which nothing is made at run time.
 */
final class TrustFingerprint {

  private static final String VERSION = "signet-trust-2";

  private final MessageDigest digest = KeyRules.sha256();

  private TrustFingerprint() {}

  /** Returns the digest of all that the store holds, in its order. */
  static String content(
      TrustStore trust, SortedSet<String> revokedKeys, SortedSet<String> revokedManifests) {
    TrustFingerprint fingerprint = new TrustFingerprint();
    fingerprint.text(VERSION);
    fingerprint.anchors(trust.anchors());
    fingerprint.certificates(trust.intermediates());
    fingerprint.lists(trust.revocationLists());
    fingerprint.certificates(trust.timestampAnchors());
    fingerprint.missing(trust.missingLists());
    fingerprint.text(trust.algorithms().toString());
    fingerprint.text(trust.revocationPolicy().toString());
    fingerprint.texts(revokedKeys);
    fingerprint.texts(revokedManifests);
    return fingerprint.hex();
  }

  /** Returns the digest of a store's content under the security settings of this machine. */
  static OnThisMachine onThisMachine(String contentDigest) {
    TrustFingerprint fingerprint = new TrustFingerprint();
    fingerprint.text(contentDigest);
    String forbidden = forbiddenNow();
    fingerprint.text(forbidden);
    return new OnThisMachine(forbidden, fingerprint.hex());
  }

  /**
   * A digest that holds as long as the security settings do.
   *
   * @param forbidden the algorithms that Java forbids
   */
  record OnThisMachine(String forbidden, String hex) {
    /** None so far. */
    static final OnThisMachine NONE = new OnThisMachine("", "");

    // A host that forbids another algorithm must not be served verdicts from before.
    boolean isCurrent() {
      return !hex.isEmpty() && forbidden.equals(forbiddenNow());
    }
  }

  private static String forbiddenNow() {
    String forbidden = Security.getProperty("jdk.certpath.disabledAlgorithms");
    return forbidden == null ? "" : forbidden;
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void anchors(Collection<TrustAnchor> anchors) {
    count(anchors.size());
    for (TrustAnchor anchor : anchors) {
      certificate(anchor.certificate());
      text(anchor.profile().name());
      text(anchor.legacyUntil().isPresent() ? anchor.legacyUntil().get().toString() : "");
    }
  }

  private void certificates(Collection<X509Certificate> certificates) {
    count(certificates.size());
    for (X509Certificate certificate : certificates) {
      certificate(certificate);
    }
  }

  private void lists(Collection<RevocationList> lists) {
    count(lists.size());
    for (RevocationList list : lists) {
      part(list.encoded());
    }
  }

  private void missing(Collection<MissingList> lists) {
    count(lists.size());
    for (MissingList list : lists) {
      text(list.toString());
    }
  }

  private void certificate(X509Certificate certificate) {
    try {
      part(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read has no encoding", e);
    }
  }

  private void texts(Collection<String> texts) {
    count(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  private void text(String text) {
    part(text.getBytes(StandardCharsets.UTF_8));
  }

  private void part(byte[] bytes) {
    count(bytes.length);
    digest.update(bytes);
  }

  private void count(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }
}
