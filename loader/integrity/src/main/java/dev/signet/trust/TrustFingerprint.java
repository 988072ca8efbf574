package dev.signet.trust;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;

/**
 * Digests a trust store: every part with its length, so that no two stores give the same bytes.
 * Each start does; hence loops, of which nothing is made at run time.
 */
final class TrustFingerprint {

  private static final String VERSION = "signet-trust-2";

  private final MessageDigest digest = KeyRules.sha256();

  private TrustFingerprint() {}

  /** Begins the digest of all that a store holds, to which that is added in its order. */
  static TrustFingerprint ofContent() {
    TrustFingerprint fingerprint = new TrustFingerprint();
    fingerprint.text(VERSION);
    return fingerprint;
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

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  void anchors(Collection<TrustAnchor> anchors) {
    count(anchors.size());
    for (TrustAnchor anchor : anchors) {
      certificate(anchor.certificate());
      text(anchor.profile().name());
      text(anchor.legacyUntil().isPresent() ? anchor.legacyUntil().get().toString() : "");
    }
  }

  void certificates(Collection<X509Certificate> certificates) {
    count(certificates.size());
    for (X509Certificate certificate : certificates) {
      certificate(certificate);
    }
  }

  void lists(Collection<RevocationList> lists) {
    count(lists.size());
    for (RevocationList list : lists) {
      part(list.encoded());
    }
  }

  void missing(Collection<MissingList> lists) {
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

  void texts(Collection<String> texts) {
    count(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  void text(String text) {
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
