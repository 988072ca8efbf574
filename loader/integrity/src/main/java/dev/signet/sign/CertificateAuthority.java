package dev.signet.sign;

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
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * An authority in memory that vouches for authors: a root or an intermediate that issues leaf
 * certificates of profile {@code standard} (RFC 5280) and numbered revocation lists.
 *
 * <p>Nothing is kept on disk and no clock is read: every instant is given. Safe for use by several
 * threads.
 */
public final class CertificateAuthority {

  /** The longest common name there is, in characters (RFC 5280 appendix A.1, ub-common-name). */
  public static final int MAX_COMMON_NAME = 64;

  private final KeyPair keys;
  private final X509Certificate certificate;
  private final List<X509Certificate> chain;
  private final Map<BigInteger, Instant> revoked = new TreeMap<>();
  private BigInteger listNumber = BigInteger.ZERO;

  private CertificateAuthority(
      KeyPair keys, X509Certificate certificate, List<X509Certificate> chain) {
    this.keys = keys;
    this.certificate = certificate;
    this.chain = chain;
  }

  /**
   * Returns a new self-signed root.
   *
   * @param name its common name, 1 to 64 characters
   * @throws IllegalArgumentException when the name is empty or too long
   */
  public static CertificateAuthority root(String name, KeyType type, Validity validity) {
    KeyPair keys = type.generate();
    X500Name subject = commonName(name);
    X509Certificate certificate =
        new CertificateIssuer(subject, keys)
            .authority(new CertificateIssuer.Request(subject, keys.getPublic(), validity), 1);
    return new CertificateAuthority(keys, certificate, List.of());
  }

  /**
   * Returns a new intermediate authority under this one; it issues leaf certificates only.
   *
   * @param name its common name, 1 to 64 characters
   * @throws IllegalArgumentException when the name is empty or too long, or the validity exceeds
   *     this authority's
   * @throws IllegalStateException when this authority is an intermediate itself
   */
  public CertificateAuthority intermediate(String name, KeyType type, Validity validity) {
    if (certificate.getBasicConstraints() < 1) {
      throw new IllegalStateException("an intermediate authority issues leaf certificates only");
    }
    requireWithinOwn(validity);
    KeyPair subordinate = type.generate();
    X509Certificate issued =
        issuer()
            .authority(
                new CertificateIssuer.Request(commonName(name), subordinate.getPublic(), validity),
                0);
    List<X509Certificate> path = new ArrayList<>(List.of(issued));
    path.addAll(chain);
    return new CertificateAuthority(subordinate, issued, List.copyOf(path));
  }

  /**
   * Issues a leaf certificate that may sign code and nothing else, with a random serial number.
   *
   * @param commonName the plugin's id, or {@code core}; 1 to 64 characters
   * @param key the author's public key: RSA of at least 2048 bits, or P-384
   * @throws IllegalArgumentException when the name is empty or too long, the key too weak, or the
   *     validity exceeds this authority's
   */
  public X509Certificate issue(String commonName, PublicKey key, Validity validity) {
    CertificateIssuer.requireStrong(key);
    requireWithinOwn(validity);
    return issuer().leaf(new CertificateIssuer.Request(commonName(commonName), key, validity));
  }

  /**
   * Withdraws a certificate of this authority: later revocation lists name it.
   *
   * @param at the instant of the decision; the first one counts when there are several
   */
  public synchronized void revoke(BigInteger serialNumber, Instant at) {
    revoked.putIfAbsent(
        Objects.requireNonNull(serialNumber, "serialNumber"), Objects.requireNonNull(at, "at"));
  }

  /**
   * Returns a new revocation list (RFC 5280 section 5) with the next higher number.
   *
   * @param at the instant of issue
   * @param untilNext after which time the next list is due
   */
  public synchronized X509CRL revocationList(Instant at, Duration untilNext) {
    listNumber = listNumber.add(BigInteger.ONE);
    return issuer()
        .revocationList(new Validity(at, at.plus(untilNext)), listNumber, new TreeMap<>(revoked));
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

  private CertificateIssuer issuer() {
    return new CertificateIssuer(
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()), keys);
  }

  private void requireWithinOwn(Validity validity) {
    Validity own =
        new Validity(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    if (!own.contains(validity)) {
      throw new IllegalArgumentException(
          "validity: " + validity + " exceeds the authority's own, " + own);
    }
  }

  private static X500Name commonName(String name) {
    int length = name.codePointCount(0, name.length());
    if (length == 0 || length > MAX_COMMON_NAME) {
      throw new IllegalArgumentException(
          "common name: " + length + " characters, 1 to " + MAX_COMMON_NAME + " are possible");
    }
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }
}
