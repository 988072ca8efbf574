package dev.signet.trust.path;

import dev.signet.trust.Certificates;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Names certificates that run out soon, while there is still time to do something about it. */
final class ExpiryWarning {

  /** How long before its end a certificate is named. */
  static final Duration AHEAD = Duration.ofDays(60);

  private ExpiryWarning() {}

  /** Returns a notice for each certificate that is good now and runs out soon. */
  static List<Finding> of(List<X509Certificate> certificates, Instant at) {
    return certificates.stream()
        // Of what is made for a day nobody has to be told that it ends soon.
        .filter(one -> !Certificates.isForDevelopment(one))
        .filter(one -> !at.isBefore(from(one)) && !ValidityCheck.isOver(one, at))
        .map(
            one ->
                Finding.of(
                        Reason.EXPIRES_SOON,
                        Certificates.sentence(one, "runs out at " + one.getNotAfter().toInstant()))
                    .asNotice())
        .toList();
  }

  /** Returns the first instant at which the certificate is named. */
  static Instant from(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().minus(AHEAD);
  }
}
