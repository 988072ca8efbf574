package dev.signet.trust.path;

import dev.signet.trust.Certificates;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Remedy;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Validity of a certificate at an instant (RFC 5280 section 4.1.2.5: both ends included). */
final class ValidityCheck {

  private static final Remedy NOT_YET =
      new Remedy(
          "Set this machine's clock right; if it is right, wait until the certificate is valid.",
          "Set this machine's clock right, or use the certificate from that instant on; the clock"
              + " of the authority may have been ahead when it issued it.");

  private ValidityCheck() {}

  /** Returns the finding when the certificate is not valid at the instant. */
  static Optional<Finding> check(X509Certificate certificate, Instant at) {
    if (isOver(certificate, at)) {
      return Optional.of(
          finding(certificate, "ran out at " + certificate.getNotAfter().toInstant(), at));
    }
    Instant from = certificate.getNotBefore().toInstant();
    return at.isBefore(from)
        ? Optional.of(
            finding(certificate, "is not valid yet, but from " + from, at).withRemedy(NOT_YET))
        : Optional.empty();
  }

  /** Returns a finding for each certificate that is not valid at the instant. */
  static List<Finding> check(List<X509Certificate> certificates, Instant at) {
    return certificates.stream().flatMap(one -> check(one, at).stream()).toList();
  }

  /** Returns whether the certificate has run out. */
  static boolean isOver(X509Certificate certificate, Instant at) {
    return at.isAfter(certificate.getNotAfter().toInstant());
  }

  private static Finding finding(X509Certificate certificate, String rest, Instant at) {
    return Finding.of(
        Reason.EXPIRED,
        Certificates.sentence(certificate, rest + ", and the check's instant is " + at));
  }
}
