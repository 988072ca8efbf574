package dev.signet.sign.authority;

import dev.signet.sign.key.CommonNames;
import dev.signet.sign.key.KeyType;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * An authority in memory that vouches for authors: a root or an intermediate that issues leaf
 * certificates of profile {@code standard} (RFC 5280) and numbered revocation lists.
 *
 * <p>Nothing is kept on disk and no clock is read: every instant is given. Safe for use by several
 * threads.
 */
public final class CertificateAuthority {

  /** The longest common name there is, in characters (RFC 5280 appendix A.1, ub-common-name). */
  public static final int MAX_COMMON_NAME = CommonNames.MAX_CHARACTERS;

  private final KeyPair keys;
  private final X509Certificate certificate;
  private final List<X509Certificate> chain;
  private final CertificateIssuer issuer;
  private final Map<BigInteger, Revocation> revoked = new TreeMap<>();
  private BigInteger listNumber = BigInteger.ZERO;

  /**
   * An authority that there is already.
   *
   * @param keys its keys
   * @param path its certificate, and those above it without the root; of a root only its own
   * @param serialNumbers where the serial numbers of what it issues come from
   */
  CertificateAuthority(
      KeyPair keys, List<X509Certificate> path, Supplier<BigInteger> serialNumbers) {
    this.keys = keys;
    this.certificate = path.get(0);
    this.chain = isSelfIssued(certificate) ? List.of() : List.copyOf(path);
    this.issuer = new CertificateIssuer(subject(certificate), keys, serialNumbers);
  }

  /**
   * Returns a new self-signed root.
   *
   * @param name its common name, 1 to 64 characters
   * @throws IllegalArgumentException when the name is one that is never given out
   */
  public static CertificateAuthority root(String name, KeyType type, Validity validity) {
    KeyPair keys = type.generate();
    X500Name subject = CommonNames.distinguishedName(name);
    X509Certificate certificate =
        new CertificateIssuer(subject, keys, CertificateIssuer::randomSerialNumber)
            .authority(new CertificateIssuer.Request(subject, keys.getPublic(), validity), 1);
    return new CertificateAuthority(
        keys, List.of(certificate), CertificateIssuer::randomSerialNumber);
  }

  /**
   * Returns a new intermediate authority under this one; it issues leaf certificates only.
   *
   * @param name its common name, 1 to 64 characters
   * @throws IllegalArgumentException when the name is one that is never given out, or the validity
   *     exceeds this authority's
   * @throws IllegalStateException when this authority is an intermediate itself
   */
  public CertificateAuthority intermediate(String name, KeyType type, Validity validity) {
    if (certificate.getBasicConstraints() < 1) {
      throw new IllegalStateException("an intermediate authority issues leaf certificates only");
    }
    requireWithinOwn(validity);
    KeyPair subordinate = type.generate();
    X509Certificate issued =
        issuer.authority(
            new CertificateIssuer.Request(
                CommonNames.distinguishedName(name), subordinate.getPublic(), validity),
            0);
    List<X509Certificate> path = new ArrayList<>(List.of(issued));
    path.addAll(chain);
    return new CertificateAuthority(subordinate, path, CertificateIssuer::randomSerialNumber);
  }

  /**
   * Issues a leaf certificate that may sign code and nothing else, with a random serial number.
   *
   * @param commonName the plugin's id, or {@code core}; 1 to 64 characters
   * @param key the author's public key: RSA of at least 2048 bits, or P-384
   * @throws IllegalArgumentException when the name is one that is never given out, the key too
   *     weak, or the validity exceeds this authority's
   */
  public X509Certificate issue(String commonName, PublicKey key, Validity validity) {
    CertificateIssuer.requireStrong(key);
    requireWithinOwn(validity);
    return issuer.leaf(
        new CertificateIssuer.Request(CommonNames.distinguishedName(commonName), key, validity));
  }

  /**
   * Withdraws a certificate of this authority: later revocation lists name it.
   *
   * @param at the instant of the decision; the first one counts when there are several
   */
  public void revoke(BigInteger serialNumber, Instant at) {
    revoke(serialNumber, new Revocation(at, RevocationReason.UNSPECIFIED));
  }

  /** Withdraws a certificate of this authority for a reason; the first one counts. */
  public synchronized void revoke(BigInteger serialNumber, Revocation revocation) {
    revoked.putIfAbsent(
        Objects.requireNonNull(serialNumber, "serialNumber"),
        Objects.requireNonNull(revocation, "revocation"));
  }

  /**
   * Returns a new revocation list (RFC 5280 section 5) with the next higher number.
   *
   * @param at the instant of issue
   * @param untilNext after which time the next list is due
   */
  public synchronized X509CRL revocationList(Instant at, Duration untilNext) {
    listNumber = listNumber.add(BigInteger.ONE);
    return revocationList(Validity.starting(at, untilNext), listNumber, Map.copyOf(revoked));
  }

  /** Returns a revocation list of whoever keeps count. */
  X509CRL revocationList(
      Validity current, BigInteger number, Map<BigInteger, Revocation> withdrawn) {
    return issuer.revocationList(current, number, new TreeMap<>(withdrawn));
  }

  /** Returns the authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /**
   * Returns what a signer sends along with its leaf: this authority's certificate and those above
   * it, without the root. Empty for a root.
   */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** Returns the authority's keys, to be kept by whoever runs it. */
  public KeyPair keys() {
    return keys;
  }

  /** Returns the time of its own certificate. */
  Validity validity() {
    return new Validity(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static X500Name subject(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private void requireWithinOwn(Validity validity) {
    Validity own = validity();
    if (!own.contains(validity)) {
      throw new IllegalArgumentException(
          "validity: " + validity + " exceeds the authority's own, " + own);
    }
  }
}
