package dev.signet.trust.path;

import dev.signet.trust.Certificates;
import dev.signet.verdict.Finding;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Profile {@code standard}: RFC 5280, and what its path validation leaves open about anchors,
 * leaves and issuers.
 */
final class StandardRules extends ProfileRules {

  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
  private static final String ANY_PURPOSE = "2.5.29.37.0";

  @Override
  List<Finding> form(CertificationPath path, Instant at) {
    List<Finding> findings = new ArrayList<>(leaf(path.leaf()));
    findings.addAll(issuers(path, CODE_SIGNING));
    if (findings.isEmpty()) {
      PkixCheck.check(path, at).ifPresent(findings::add);
    }
    return findings;
  }

  /** What has run out is a notice when all of the path was good at the instant of signing. */
  @Override
  List<Finding> dates(CertificationPath path, Instant at, Optional<Instant> signedAt) {
    List<Finding> now = ValidityCheck.check(path.withAnchor(), at);
    if (signedAt.isEmpty() || !ValidityCheck.check(path.withAnchor(), signedAt.get()).isEmpty()) {
      return now;
    }
    return now.stream().map(finding -> outlived(finding, signedAt.get())).toList();
  }

  private static Finding outlived(Finding expired, Instant signedAt) {
    return Finding.of(
            expired.reason(),
            expired.detail()
                + " A trusted timestamp shows that the bundle was signed before that, at "
                + signedAt
                + ".")
        .asNotice();
  }

  private static List<Finding> leaf(X509Certificate leaf) {
    List<Finding> findings = new ArrayList<>();
    if (Certificates.isAuthority(leaf)) {
      findings.add(
          Certificates.invalid(leaf, "is an authority's (CA:TRUE); those never sign bundles"));
    }
    if (!Certificates.hasUsage(leaf, Certificates.DIGITAL_SIGNATURE)) {
      findings.add(Certificates.invalid(leaf, "lacks the key usage digitalSignature"));
    }
    if (!purposes(leaf).contains(CODE_SIGNING)) {
      findings.add(Certificates.invalid(leaf, "lacks the extended key usage codeSigning"));
    }
    return findings;
  }

  /** Returns what speaks against those who issued the leaf of a path for this purpose. */
  static List<Finding> issuers(CertificationPath path, String purpose) {
    List<Finding> findings = new ArrayList<>();
    path.intermediates().forEach(issuer -> findings.addAll(intermediate(issuer, purpose)));
    pathLength(path).ifPresent(findings::add);
    return findings;
  }

  private static List<Finding> intermediate(X509Certificate issuer, String purpose) {
    List<Finding> findings = new ArrayList<>();
    if (!Certificates.isAuthority(issuer)) {
      findings.add(
          Certificates.invalid(issuer, "issued another one, yet is no authority's (CA:TRUE)"));
    }
    if (!Certificates.hasUsage(issuer, Certificates.KEY_CERT_SIGN)) {
      findings.add(
          Certificates.invalid(issuer, "issued another one, yet lacks the key usage keyCertSign"));
    }
    List<String> purposes = purposes(issuer);
    if (issuer.getExtensionValue("2.5.29.37") != null
        && !purposes.contains(purpose)
        && !purposes.contains(ANY_PURPOSE)) {
      findings.add(Certificates.invalid(issuer, "is of an authority for other purposes"));
    }
    return findings;
  }

  // PKIX takes an anchor as a bare name and key and never looks at its path length.
  private static Optional<Finding> pathLength(CertificationPath path) {
    X509Certificate anchor = path.anchor().certificate();
    long below =
        path.intermediates().stream()
            .filter(one -> !one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
            .count();
    return below > anchor.getBasicConstraints()
        ? Optional.of(
            Certificates.invalid(
                anchor,
                "allows "
                    + anchor.getBasicConstraints()
                    + " authorities below it"
                    + " (pathLenConstraint), and the path has "
                    + below))
        : Optional.empty();
  }

  private static List<String> purposes(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null ? List.of() : purposes;
    } catch (CertificateParsingException e) {
      // Unreadable purposes allow nothing, which both callers then report.
      return List.of();
    }
  }
}
