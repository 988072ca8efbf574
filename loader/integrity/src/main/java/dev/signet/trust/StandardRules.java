package dev.signet.trust;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
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
  Optional<Finding> algorithm(TrustAnchor anchor, SignatureAlgorithm algorithm, Instant at) {
    return algorithm == SignatureAlgorithm.RSA_PSS_SHA1
        ? Optional.of(
            Finding.of(
                Reason.WEAK_ALGORITHM,
                "The bundle is signed with "
                    + algorithm.id()
                    + ", which this trust anchor does not accept."))
        : Optional.empty();
  }

  @Override
  List<Finding> form(CertificationPath path, Instant at) {
    List<Finding> findings = new ArrayList<>(leaf(path.leaf()));
    for (int i = 1; i < path.certificates().size(); i++) {
      findings.addAll(intermediate(path.certificates().get(i)));
    }
    pathLength(path).ifPresent(findings::add);
    if (findings.isEmpty()) {
      PkixCheck.check(path, at).ifPresent(findings::add);
    }
    return findings;
  }

  @Override
  List<Finding> dates(CertificationPath path, Instant at) {
    List<Finding> findings = new ArrayList<>();
    path.certificates().forEach(one -> Dates.check(one, at).ifPresent(findings::add));
    Dates.check(path.anchor().certificate(), at).ifPresent(findings::add);
    return findings;
  }

  /** Returns why the certificate cannot be an anchor of this profile. */
  static Optional<String> anchorObjection(X509Certificate certificate) {
    if (!isAuthority(certificate)) {
      return Optional.of("is not an authority's (basicConstraints CA:TRUE is missing)");
    }
    if (deniesUsage(certificate, KEY_CERT_SIGN)) {
      return Optional.of("may not sign certificates (its key usage leaves keyCertSign out)");
    }
    return Keys.weakness(certificate.getPublicKey());
  }

  private static List<Finding> leaf(X509Certificate leaf) {
    List<Finding> findings = new ArrayList<>();
    if (isAuthority(leaf)) {
      findings.add(invalid(leaf, "is an authority's (CA:TRUE); those never sign bundles"));
    }
    if (!hasUsage(leaf, DIGITAL_SIGNATURE)) {
      findings.add(invalid(leaf, "lacks the key usage digitalSignature"));
    }
    if (!purposes(leaf).contains(CODE_SIGNING)) {
      findings.add(invalid(leaf, "lacks the extended key usage codeSigning"));
    }
    return findings;
  }

  private static List<Finding> intermediate(X509Certificate issuer) {
    List<Finding> findings = new ArrayList<>();
    if (!isAuthority(issuer)) {
      findings.add(invalid(issuer, "issued another one, yet is no authority's (CA:TRUE)"));
    }
    if (!hasUsage(issuer, KEY_CERT_SIGN)) {
      findings.add(invalid(issuer, "issued another one, yet lacks the key usage keyCertSign"));
    }
    List<String> purposes = purposes(issuer);
    if (issuer.getExtensionValue("2.5.29.37") != null
        && !purposes.contains(CODE_SIGNING)
        && !purposes.contains(ANY_PURPOSE)) {
      findings.add(invalid(issuer, "is of an authority for other purposes than codeSigning"));
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
            invalid(
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
