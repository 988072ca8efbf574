package dev.signet.report;

import dev.signet.Internal;
import dev.signet.report.Expiry.Kind;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.RevocationList;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.CoSigner;
import dev.signet.verdict.Signer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds what runs out next: in a host's trust, and of what signed its plugins. */
@Internal
public final class Expiries {
  private static final int MOST = 100;
  private static final Comparator<Expiry> SOONEST_FIRST =
      Comparator.comparing(Expiry::at).thenComparing(Expiry::kind).thenComparing(Expiry::subject);

  private Expiries() {}

  /** Returns what runs out from an instant on, the soonest first; of very many, the first 100. */
  public static List<Expiry> from(Instant at, TrustStore trust, Collection<IntegrityState> states) {
    return Stream.of(
            signers(states), cosigners(states), authorities(trust), lists(trust), algorithms(trust))
        .flatMap(stream -> stream)
        .filter(expiry -> !expiry.at().isBefore(at))
        .sorted(SOONEST_FIRST)
        .distinct()
        .limit(MOST)
        .toList();
  }

  private static Stream<Expiry> signers(Collection<IntegrityState> states) {
    return admitted(states)
        .flatMap(result -> result.signer().stream())
        .map(signer -> new Expiry(Kind.SIGNER, name(signer), signer.notAfter()));
  }

  private static Stream<Expiry> cosigners(Collection<IntegrityState> states) {
    return admitted(states)
        .flatMap(result -> result.cosigners().stream())
        .map(each -> new Expiry(Kind.COSIGNER, name(each), each.notAfter()));
  }

  private static Stream<IntegrityResult> admitted(Collection<IntegrityState> states) {
    return states.stream()
        .flatMap(state -> state.result().stream())
        .filter(result -> result.decision().isAdmitted());
  }

  private static String name(CoSigner signer) {
    return "CN=" + signer.commonName() + " (issued by " + signer.issuer() + ")";
  }

  private static String name(Signer signer) {
    return "CN="
        + signer.commonName()
        + " (serial number "
        + signer.serialNumber()
        + ", issued by "
        + signer.issuer()
        + ")";
  }

  private static Stream<Expiry> authorities(TrustStore trust) {
    return Stream.concat(
        Stream.concat(
                trust.anchors().stream().map(TrustAnchor::certificate),
                trust.intermediates().stream())
            .map(certificate -> expiry(Kind.AUTHORITY, certificate)),
        trust.timestampAnchors().stream()
            .map(certificate -> expiry(Kind.TIMESTAMP_AUTHORITY, certificate)));
  }

  private static Expiry expiry(Kind kind, X509Certificate certificate) {
    return new Expiry(
        kind,
        DistinguishedNames.print(certificate.getSubjectX500Principal()),
        certificate.getNotAfter().toInstant());
  }

  /** Of several lists of one issuer only the newest counts. */
  private static Stream<Expiry> lists(TrustStore trust) {
    Map<String, RevocationList> newest = new HashMap<>();
    for (RevocationList list : trust.revocationLists()) {
      newest.merge(
          list.issuer(),
          list,
          (one, other) -> RevocationList.BY_AGE.compare(one, other) < 0 ? other : one);
    }
    return newest.values().stream()
        .flatMap(
            list ->
                Stream.concat(
                    Stream.of(new Expiry(Kind.REVOCATION_LIST, list.issuer(), list.nextUpdate())),
                    trust.revocationPolicy().countsUntil(list.nextUpdate()).stream()
                        .map(end -> new Expiry(Kind.STALE_REVOCATION_LIST, list.issuer(), end))));
  }

  private static Stream<Expiry> algorithms(TrustStore trust) {
    return Stream.concat(
        trust
            .algorithms()
            .ends()
            .map(end -> new Expiry(Kind.ALGORITHM, end.getKey(), end.getValue())),
        trust.anchors().stream()
            .flatMap(anchor -> anchor.legacyUntil().stream())
            .map(end -> new Expiry(Kind.ALGORITHM, "rsa-pss-sha1", end)));
  }
}
