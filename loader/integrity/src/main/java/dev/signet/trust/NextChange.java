package dev.signet.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Tells how long a validation's outcome holds while nothing but time passes. */
final class NextChange {
  private NextChange() {}

  /**
   * Returns the earliest instant from this one on at which any certificate that may be in a path,
   * any revocation list or any end of legacy algorithms changes its state.
   */
  static Instant from(
      Instant at, TrustStore trust, X509Certificate leaf, List<X509Certificate> chain) {
    Stream<X509Certificate> certificates =
        Stream.of(
                Stream.of(leaf),
                chain.stream(),
                trust.intermediates().stream(),
                trust.anchors().stream().map(TrustAnchor::certificate))
            .flatMap(stream -> stream);
    return Stream.of(
            certificates.flatMap(NextChange::validity),
            trust.revocationLists().stream().flatMap(list -> staleness(list, trust)),
            trust.anchors().stream().flatMap(anchor -> anchor.legacyUntil().stream()))
        .flatMap(stream -> stream)
        .filter(instant -> !instant.isBefore(at))
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private static Stream<Instant> validity(X509Certificate certificate) {
    return Stream.of(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static Stream<Instant> staleness(RevocationList list, TrustStore trust) {
    return Stream.of(list.nextUpdate(), list.nextUpdate().plus(trust.revocationPolicy().grace()));
  }
}
