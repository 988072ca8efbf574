package dev.signet.trust.path;

import dev.signet.trust.AnchorProfile;
import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.Certificates;
import dev.signet.trust.KeyRules;
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

  /** Returns the rules of an anchor's profile, which is none that only chooses among others. */
  static ProfileRules of(AnchorProfile profile) {
    return switch (profile) {
      case STANDARD -> new StandardRules();
      case NEXTCLOUD -> new NextcloudRules();
      case OWNCLOUD ->
          throw new IllegalArgumentException("profile: " + profile + " chooses others");
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

  /** Returns what is too weak of the keys and signatures of a path. */
  static List<Finding> strength(CertificationPath path) {
    List<Finding> findings = new ArrayList<>();
    for (X509Certificate certificate : path.certificates()) {
      strength(certificate, path.anchor().profile()).ifPresent(findings::add);
    }
    KeyRules.weakness(path.anchor().certificate().getPublicKey())
        .map(weakness -> Certificates.weak(path.anchor().certificate(), weakness))
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
    Optional<String> weakness = KeyRules.weakness(certificate.getPublicKey());
    if (weakness.isEmpty() && !CertificateSignatures.isAccepted(certificate, profile)) {
      weakness =
          Optional.of("was signed with " + certificate.getSigAlgName() + ", which is too weak");
    }
    return weakness.map(rest -> Certificates.weak(certificate, rest));
  }
}
