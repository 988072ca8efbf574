package dev.signet.trust.path;

import dev.signet.trust.Certificates;
import dev.signet.verdict.Finding;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Profile {@code nextcloud}: leaves without extensions, issued by the anchor itself, and dates that
 * nobody ever looked at. No path validation of the JDK takes part, so that a host's security
 * settings cannot change the outcome.
 */
final class NextcloudRules extends ProfileRules {

  private static final String KEY_USAGE = "2.5.29.15";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final Set<String> UNDERSTOOD = Set.of(KEY_USAGE, BASIC_CONSTRAINTS);

  @Override
  List<Finding> form(CertificationPath path, Instant at) {
    List<Finding> findings = new ArrayList<>();
    X509Certificate leaf = path.leaf();
    if (!path.intermediates().isEmpty()) {
      findings.add(Certificates.invalid(leaf, "was not issued by the trust anchor itself"));
    }
    if (Certificates.isAuthority(leaf)) {
      findings.add(
          Certificates.invalid(leaf, "is an authority's (CA:TRUE); those never sign bundles"));
    }
    if (Certificates.deniesUsage(leaf, Certificates.DIGITAL_SIGNATURE)) {
      findings.add(Certificates.invalid(leaf, "has a key usage without digitalSignature"));
    }
    Set<String> critical = leaf.getCriticalExtensionOIDs();
    if (critical != null && !UNDERSTOOD.containsAll(critical)) {
      findings.add(Certificates.invalid(leaf, "has a critical extension that is not understood"));
    }
    return findings;
  }

  /** A validity that is over is a notice in any case; one that has not begun is a problem. */
  @Override
  List<Finding> dates(CertificationPath path, Instant at, Optional<Instant> signedAt) {
    return Stream.of(path.leaf(), path.anchor().certificate())
        .flatMap(
            one ->
                ValidityCheck.check(one, at)
                    .map(finding -> ValidityCheck.isOver(one, at) ? finding.asNotice() : finding)
                    .stream())
        .toList();
  }
}
