package dev.signet.trust.path;

import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.Certificates;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Path validation by the JDK (RFC 5280 section 6), against one anchor: names and their constraints,
 * path lengths, policies, critical extensions nobody here understands. Revocation has a check of
 * its own, the JDK's ignores numbers of lists.
 */
final class PkixCheck {

  private static final String PROVIDER = "SUN";

  private PkixCheck() {}

  /**
   * Returns the finding when the path does not hold. Dates are not judged here: the validation runs
   * at the instant closest to the check's at which all certificates of the path are valid.
   */
  static Optional<Finding> check(CertificationPath path, Instant at) {
    try {
      PKIXParameters parameters =
          new PKIXParameters(
              Set.of(new java.security.cert.TrustAnchor(path.anchor().certificate(), null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(validInstant(path, at)));
      // A certificate remembers what this provider found when the path was looked for.
      provider(path).ifPresent(parameters::setSigProvider);
      CertPathValidator.getInstance("PKIX", PROVIDER)
          .validate(
              CertificateFactory.getInstance("X.509", PROVIDER)
                  .generateCertPath(path.certificates()),
              parameters);
      return Optional.empty();
    } catch (CertPathValidatorException e) {
      return Optional.of(finding(path, e));
    } catch (GeneralSecurityException e) {
      return Optional.of(
          Finding.of(
              Reason.STATE_UNAVAILABLE,
              "This JDK cannot validate certification paths with its provider "
                  + PROVIDER
                  + ": "
                  + e.getMessage()));
    }
  }

  /**
   * Returns the provider that all signatures of the path are checked by; empty where keys of
   * several kinds need several, which only the JDK's own choice can give.
   */
  private static Optional<String> provider(CertificationPath path) {
    Set<String> providers = new HashSet<>();
    for (int i = 0; i < path.certificates().size(); i++) {
      providers.add(CertificateSignatures.provider(path.issuerOf(i).getPublicKey()));
    }
    return providers.size() == 1 ? providers.stream().findFirst() : Optional.empty();
  }

  private static Finding finding(CertificationPath path, CertPathValidatorException failure) {
    X509Certificate certificate = path.certificates().get(Math.max(0, failure.getIndex()));
    if (failure.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
      return Certificates.weak(
          certificate,
          "uses an algorithm that this machine's Java security settings forbid"
              + " (jdk.certpath.disabledAlgorithms)");
    }
    return Certificates.invalid(
        certificate, "breaks a rule of path validation: " + failure.getReason());
  }

  private static Instant validInstant(CertificationPath path, Instant at) {
    Instant closest = at;
    for (X509Certificate certificate : path.certificates()) {
      Instant until = certificate.getNotAfter().toInstant();
      closest = closest.isAfter(until) ? until : closest;
    }
    for (X509Certificate certificate : path.certificates()) {
      Instant from = certificate.getNotBefore().toInstant();
      closest = closest.isBefore(from) ? from : closest;
    }
    return closest;
  }
}
