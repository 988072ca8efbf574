package dev.signet.sign.authority;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an authority must never forget: the serial numbers it gave out, what it revoked, how far its
 * lists are counted. Immutable; each change gives a new one.
 */
final class AuthorityIndex {
  /** The name of the issuer that every authority has. */
  static final String ROOT = "root";

  private static final int TRIES = 100;

  private final List<Issuer> issuers;
  private final Map<BigInteger, IssuedCertificate> certificates;

  /**
   * An authority that issues.
   *
   * @param name how its files begin
   * @param serialNumber of its own certificate
   * @param listNumber of its last revocation list; 0 for none
   */
  record Issuer(String name, BigInteger serialNumber, BigInteger listNumber) {}

  private AuthorityIndex(List<Issuer> issuers, Map<BigInteger, IssuedCertificate> certificates) {
    this.issuers = List.copyOf(issuers);
    this.certificates = certificates;
  }

  /** Returns the index of an authority that has done nothing but make its root. */
  static AuthorityIndex ofRoot(IssuedCertificate root) {
    return of(List.of(new Issuer(ROOT, root.serialNumber(), BigInteger.ZERO)), List.of(root));
  }

  /**
   * Returns the index of these.
   *
   * @throws IllegalArgumentException when they contradict each other
   */
  static AuthorityIndex of(List<Issuer> issuers, List<IssuedCertificate> certificates) {
    Map<BigInteger, IssuedCertificate> bySerial = new LinkedHashMap<>();
    for (IssuedCertificate certificate : certificates) {
      if (bySerial.put(certificate.serialNumber(), certificate) != null) {
        throw new IllegalArgumentException("serial " + certificate.serial() + " is there twice");
      }
    }
    AuthorityIndex index = new AuthorityIndex(issuers, bySerial);
    index.requireConsistent();
    return index;
  }

  /** Returns the issuers, oldest first; the root is the first. */
  List<Issuer> issuers() {
    return issuers;
  }

  /** Returns the issuer that issues now. */
  Issuer currentIssuer() {
    return issuers.get(issuers.size() - 1);
  }

  /** Returns an issuer. */
  Optional<Issuer> issuer(String name) {
    return issuers.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** Returns the entry of an issuer's own certificate. */
  IssuedCertificate certificateOf(Issuer issuer) {
    return find(issuer.serialNumber())
        .orElseThrow(() -> new IllegalArgumentException(issuer.name() + " has no certificate"));
  }

  /** Returns everything that was issued, oldest first. */
  List<IssuedCertificate> certificates() {
    return List.copyOf(certificates.values());
  }

  /** Returns what was issued under a serial number. */
  Optional<IssuedCertificate> find(BigInteger serialNumber) {
    @Nullable IssuedCertificate found = certificates.get(serialNumber);
    return Optional.ofNullable(found);
  }

  /** Returns the certificates of an id, oldest first. */
  List<IssuedCertificate> ofId(String id) {
    return certificates.values().stream()
        .filter(one -> !one.authority() && one.commonName().equals(id))
        .toList();
  }

  /** Returns the status of a certificate; whatever a revoked authority issued is revoked, too. */
  CertificateStatus status(IssuedCertificate certificate, Instant at) {
    boolean issuerRevoked =
        issuer(certificate.issuer())
            .map(this::certificateOf)
            .filter(issuer -> issuer.revocation().isPresent())
            .isPresent();
    return issuerRevoked ? CertificateStatus.REVOKED : certificate.status(at);
  }

  /** Returns what an issuer has revoked, by serial number. */
  Map<BigInteger, Revocation> revocationsBy(String issuer) {
    Map<BigInteger, Revocation> revoked = new TreeMap<>();
    for (IssuedCertificate one : certificates.values()) {
      if (one.issuer().equals(issuer)) {
        one.revocation().ifPresent(revocation -> revoked.put(one.serialNumber(), revocation));
      }
    }
    return revoked;
  }

  /** Returns a serial number that was never given out here. */
  BigInteger unusedSerialNumber(Supplier<BigInteger> random) {
    for (int i = 0; i < TRIES; i++) {
      BigInteger candidate = random.get();
      if (!certificates.containsKey(candidate)) {
        return candidate;
      }
    }
    throw new IllegalStateException("random numbers of this machine repeat themselves");
  }

  /** Returns the index with one more certificate. */
  AuthorityIndex with(IssuedCertificate certificate) {
    List<IssuedCertificate> all = new ArrayList<>(certificates.values());
    all.add(certificate);
    return of(issuers, all);
  }

  /** Returns the index with one more issuer, which issues from now on, and its certificate. */
  AuthorityIndex with(String issuer, IssuedCertificate certificate) {
    List<Issuer> all = new ArrayList<>(issuers);
    all.add(new Issuer(issuer, certificate.serialNumber(), BigInteger.ZERO));
    List<IssuedCertificate> issued = new ArrayList<>(certificates.values());
    issued.add(certificate);
    return of(all, issued);
  }

  /** Returns the index with a certificate revoked. */
  AuthorityIndex revoked(IssuedCertificate certificate, Revocation revocation) {
    Map<BigInteger, IssuedCertificate> all = new LinkedHashMap<>(certificates);
    all.put(certificate.serialNumber(), certificate.revoked(revocation));
    return new AuthorityIndex(issuers, all);
  }

  /** Returns the index with one more list of an issuer counted. */
  AuthorityIndex counted(Issuer issuer) {
    List<Issuer> all = new ArrayList<>(issuers);
    all.replaceAll(
        one ->
            one.equals(issuer)
                ? new Issuer(one.name(), one.serialNumber(), one.listNumber().add(BigInteger.ONE))
                : one);
    return new AuthorityIndex(all, certificates);
  }

  private void requireConsistent() {
    if (issuers.isEmpty() || !issuers.get(0).name().equals(ROOT)) {
      throw new IllegalArgumentException("the root is missing");
    }
    if (issuers.stream().map(Issuer::name).distinct().count() < issuers.size()) {
      throw new IllegalArgumentException("an issuer is there twice");
    }
    for (Issuer issuer : issuers) {
      if (!certificateOf(issuer).authority()) {
        throw new IllegalArgumentException(issuer.name() + " is no authority");
      }
    }
    for (IssuedCertificate certificate : certificates.values()) {
      if (issuer(certificate.issuer()).isEmpty()) {
        throw new IllegalArgumentException(
            "serial " + certificate.serial() + " is of an unknown issuer");
      }
    }
  }
}
