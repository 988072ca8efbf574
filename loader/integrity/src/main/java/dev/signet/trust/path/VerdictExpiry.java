package dev.signet.trust.path;

import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Tells how long a validation's outcome holds while nothing but time passes. */
final class VerdictExpiry {
  private VerdictExpiry() {}

  /**
   * Returns the earliest instant from this one on at which any certificate that may be in a path,
   * any revocation list, any timestamp or any end of an algorithm changes its state.
   *
   * @param sent the certificates that came with the bundle, its leaf and its timestamp's included
   * @param claimed the instants that came with the bundle
   */
  static Instant from(
      Instant at, TrustStore trust, Collection<X509Certificate> sent, Collection<Instant> claimed) {
    Stream<X509Certificate> certificates =
        Stream.of(
                sent.stream(),
                trust.intermediates().stream(),
                trust.timestampAnchors().stream(),
                trust.anchors().stream().map(TrustAnchor::certificate))
            .flatMap(stream -> stream);
    return Stream.of(
            certificates.flatMap(VerdictExpiry::validity),
            claimed.stream(),
            trust.revocationLists().stream().flatMap(list -> staleness(list, trust)),
            trust.algorithms().ends().map(Map.Entry::getValue),
            trust.anchors().stream().flatMap(anchor -> anchor.legacyUntil().stream()))
        .flatMap(stream -> stream)
        .filter(instant -> !instant.isBefore(at))
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }

  private static Stream<Instant> validity(X509Certificate certificate) {
    return Stream.of(
        certificate.getNotBefore().toInstant(),
        ExpiryWarning.from(certificate),
        certificate.getNotAfter().toInstant());
  }

  private static Stream<Instant> staleness(RevocationList list, TrustStore trust) {
    return Stream.of(list.nextUpdate(), list.nextUpdate().plus(trust.revocationPolicy().grace()));
  }
}
