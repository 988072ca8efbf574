package dev.signet.trust;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one profile asks of a path whose signatures are right. */
abstract class ProfileRules {

  // Bits of KeyUsage as X509Certificate numbers them.
  static final int DIGITAL_SIGNATURE = 0;
  static final int NON_REPUDIATION = 1;
  static final int KEY_CERT_SIGN = 5;
  static final int CRL_SIGN = 6;

  /** Returns the rules of an anchor's profile. */
  static ProfileRules of(AnchorProfile profile) {
    return switch (profile) {
      case STANDARD -> new StandardRules();
      case NEXTCLOUD -> new NextcloudRules();
    };
  }

  /**
   * Returns why a certificate cannot be an anchor of a profile; empty when it can.
   *
   * @return the rest of a sentence that begins with the certificate
   */
  static Optional<String> anchorObjection(X509Certificate certificate, AnchorProfile profile) {
    return switch (profile) {
      case STANDARD -> StandardRules.anchorObjection(certificate);
      case NEXTCLOUD -> NextcloudRules.anchorObjection(certificate);
    };
  }

  /**
   * Returns what speaks against the path itself, whenever it is looked at. A problem means that the
   * path proves nobody.
   *
   * @param at the check's instant, near which path validation is run
   */
  final List<Finding> structure(CertificationPath path, Instant at) {
    List<Finding> findings = new ArrayList<>();
    commonName(path.leaf()).ifPresent(findings::add);
    findings.addAll(strength(path));
    findings.addAll(form(path, at));
    return findings;
  }

  /**
   * Returns what the instants have to do with the validities of path and anchor.
   *
   * @param at the check's
   * @param signedAt when the bundle was signed, where a trusted timestamp shows it; not after the
   *     check's
   */
  abstract List<Finding> dates(CertificationPath path, Instant at, Optional<Instant> signedAt);

  /** Returns what speaks against the extensions and the shape of the path. */
  abstract List<Finding> form(CertificationPath path, Instant at);

  /** Returns the finding about a certificate. */
  static Finding invalid(X509Certificate certificate, String rest) {
    return Finding.of(Reason.INVALID_CERTIFICATE, sentence(certificate, rest));
  }

  /** Returns the finding about a key or an algorithm of a certificate. */
  static Finding weak(X509Certificate certificate, String rest) {
    return Finding.of(Reason.WEAK_ALGORITHM, sentence(certificate, rest));
  }

  /** Returns a sentence about a certificate. */
  static String sentence(X509Certificate certificate, String rest) {
    return "The certificate of "
        + DistinguishedNames.print(certificate.getSubjectX500Principal())
        + " "
        + rest
        + ".";
  }

  /** Returns whether the certificate has a key usage that includes the bit. */
  static boolean hasUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && usage[bit];
  }

  /** Returns whether the certificate has a key usage at all, and it leaves the bit out. */
  static boolean deniesUsage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && !usage[bit];
  }

  /** Returns whether the certificate says that it is an authority's. */
  static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  /** Returns what is too weak of the keys and signatures of a path. */
  static List<Finding> strength(CertificationPath path) {
    List<Finding> findings = new ArrayList<>();
    for (X509Certificate certificate : path.certificates()) {
      strength(certificate, path.anchor().profile()).ifPresent(findings::add);
    }
    Keys.weakness(path.anchor().certificate().getPublicKey())
        .map(weakness -> weak(path.anchor().certificate(), weakness))
        .ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> commonName(X509Certificate leaf) {
    try {
      CommonName.of(leaf);
      return Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.of(
          Finding.of(
              Reason.INVALID_CERTIFICATE,
              "The signing certificate cannot be tied to one id: " + e.getMessage() + "."));
    }
  }

  private static Optional<Finding> strength(X509Certificate certificate, AnchorProfile profile) {
    Optional<String> weakness = Keys.weakness(certificate.getPublicKey());
    if (weakness.isEmpty() && !CertificateSignatures.isAccepted(certificate, profile)) {
      weakness =
          Optional.of("was signed with " + certificate.getSigAlgName() + ", which is too weak");
    }
    return weakness.map(rest -> weak(certificate, rest));
  }
}
