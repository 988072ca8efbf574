package dev.signet.trust.path;

import dev.signet.trust.Authorities;
import dev.signet.trust.CertificateSignatures;
import dev.signet.trust.Certificates;
import dev.signet.trust.DistinguishedNames;
import dev.signet.trust.KeyRules;
import dev.signet.trust.RevocationList;
import dev.signet.trust.RevocationPolicy;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks the trust store's lists and revoked keys about every certificate of a path (RFC 5280 section
 * 6.3, for complete lists). Of several lists of one issuer only the newest counts, so that an older
 * one put beside it changes nothing; where two are equally new, both do. A list that another key
 * signed never counts.
 */
final class RevocationCheck {

  private final TrustStore trust;
  private final CertificationPath path;
  private final Instant at;

  private RevocationCheck(TrustStore trust, CertificationPath path, Instant at) {
    this.trust = trust;
    this.path = path;
    this.at = at;
  }

  /** Returns what was withdrawn, and for what that is unknown. */
  static List<Finding> check(TrustStore trust, CertificationPath path, Instant at) {
    return new RevocationCheck(trust, path, at).findings();
  }

  private List<Finding> findings() {
    Set<Finding> findings = new LinkedHashSet<>();
    for (int i = 0; i < path.certificates().size(); i++) {
      Place place = i == 0 ? Place.LEAF : Place.AUTHORITY;
      findings.addAll(lists(path.certificates().get(i), path.issuerOf(i), place));
    }
    X509Certificate anchor = path.anchor().certificate();
    // An anchor may be an intermediate whose root is in the store as well.
    authorities()
        .filter(one -> !one.equals(anchor) && CertificateSignatures.isIssuedBy(anchor, one))
        .findFirst()
        .ifPresent(issuer -> findings.addAll(lists(anchor, issuer, Place.AUTHORITY)));
    Stream.concat(path.certificates().stream(), Stream.of(anchor))
        .flatMap(one -> withdrawn(trust, one).stream())
        .forEach(findings::add);
    return List.copyOf(findings);
  }

  /** Returns that a certificate's key is one that the host has withdrawn. */
  static Optional<Finding> withdrawn(TrustStore trust, X509Certificate one) {
    return trust.isKeyRevoked(KeyRules.id(one.getPublicKey()))
        ? Optional.of(revoked(one, "has a key that this host has withdrawn"))
        : Optional.empty();
  }

  private enum Place {
    LEAF,
    AUTHORITY
  }

  private List<Finding> lists(X509Certificate certificate, X509Certificate issuer, Place place) {
    List<RevocationList> named =
        trust.revocationLists().stream().filter(list -> list.isNamedAfter(issuer)).toList();
    List<RevocationList> newest =
        newest(
            named.stream()
                .filter(list -> list.isSignedBy(issuer, path.anchor().profile()))
                .toList());
    if (newest.isEmpty()) {
      return missing(issuer, !named.isEmpty(), place);
    }
    List<Finding> findings = new ArrayList<>();
    for (RevocationList list : newest) {
      list.revokedAt(certificate.getSerialNumber())
          .map(when -> revoked(certificate, "was revoked by its issuer at " + when))
          .ifPresent(findings::add);
      stale(list).ifPresent(findings::add);
    }
    return findings;
  }

  /** Returns the newest list, or all that share its number and instant: none is the older one. */
  private static List<RevocationList> newest(List<RevocationList> lists) {
    return lists.stream()
        .filter(
            list ->
                lists.stream().allMatch(other -> RevocationList.BY_AGE.compare(list, other) >= 0))
        .toList();
  }

  private List<Finding> missing(X509Certificate issuer, boolean foreign, Place place) {
    Optional<Finding> lost = lost(issuer, place);
    if (lost.isPresent()) {
      return List.of(lost.get());
    }
    boolean required = place == Place.LEAF && trust.revocationPolicy().requireList();
    if (!foreign && !required) {
      return List.of();
    }
    String name = DistinguishedNames.print(issuer.getSubjectX500Principal());
    Finding finding =
        Finding.of(
            Reason.REVOCATION_UNAVAILABLE,
            foreign
                ? "A revocation list bears the name of "
                    + name
                    + ", but that authority did not"
                    + " sign it; it does not count."
                : "There is no revocation list of " + name + ".");
    return List.of(required ? finding : finding.asNotice());
  }

  /** A list that the host asks for and that cannot be had, as far as it may be this issuer's. */
  private Optional<Finding> lost(X509Certificate issuer, Place place) {
    String id = Authorities.id(issuer);
    RevocationPolicy policy = trust.revocationPolicy();
    boolean tolerated =
        !policy.requireList() && policy.afterGrace() == RevocationPolicy.AfterGrace.WARN;
    return trust.missingLists().stream()
        .filter(list -> list.mayBeOf(id))
        .filter(list -> place == Place.LEAF || !list.authority().isEmpty())
        .findFirst()
        .map(list -> Finding.of(Reason.REVOCATION_UNAVAILABLE, list.why()))
        .map(finding -> tolerated ? finding.asNotice() : finding);
  }

  private Optional<Finding> stale(RevocationList list) {
    if (!at.isAfter(list.nextUpdate())) {
      return Optional.empty();
    }
    Optional<Instant> until = trust.revocationPolicy().countsUntil(list.nextUpdate());
    boolean tolerated = until.isEmpty() || !at.isAfter(until.get());
    Finding finding =
        Finding.of(
            Reason.REVOCATION_UNAVAILABLE,
            "The revocation list of "
                + list.issuer()
                + list.number().map(number -> " (number " + number + ")").orElse("")
                + " is stale: the next one was due at "
                + list.nextUpdate()
                + "."
                + until
                    .map(
                        end ->
                            tolerated
                                ? " It counts until " + end + "."
                                : " It counted until " + end + ".")
                    .orElse(""));
    return Optional.of(tolerated ? finding.asNotice() : finding);
  }

  private Stream<X509Certificate> authorities() {
    return trust.authorities().stream();
  }

  private static Finding revoked(X509Certificate certificate, String rest) {
    String which =
        "(serial number "
            + hex(certificate.getSerialNumber())
            + ", issued by "
            + DistinguishedNames.print(certificate.getIssuerX500Principal())
            + ") ";
    return Finding.of(Reason.REVOKED, Certificates.sentence(certificate, which + rest));
  }

  /** As openssl prints it, so that it can be looked up there: whole octets in capitals. */
  private static String hex(BigInteger serialNumber) {
    String digits = serialNumber.abs().toString(16).toUpperCase(Locale.ROOT);
    String sign = serialNumber.signum() < 0 ? "-" : "";
    return sign + (digits.length() % 2 == 0 ? "" : "0") + digits;
  }
}
