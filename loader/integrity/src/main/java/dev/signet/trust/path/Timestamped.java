package dev.signet.trust.path;

import dev.signet.verdict.Finding;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What came of a signature's timestamp.
 *
 * @param provenAt when the signature is proven to have existed; empty when nothing is proven
 * @param notices why the timestamp does not count, or what else there is to say about it
 * @param certificates its path with the anchor; empty when there is none
 * @param claimed the instant it names, trusted or not
 */
record Timestamped(
    Optional<Instant> provenAt,
    List<Finding> notices,
    List<X509Certificate> certificates,
    List<Instant> claimed) {

  /** There is no timestamp, or nobody to ask about it. */
  static final Timestamped NOT = new Timestamped(Optional.empty(), List.of(), List.of(), List.of());

  Timestamped {
    notices = List.copyOf(notices);
    certificates = List.copyOf(certificates);
    claimed = List.copyOf(claimed);
  }
}
