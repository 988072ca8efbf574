package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.verdict.Guard;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A complete revocation list of one issuer (RFC 5280 section 5): delta and indirect lists are not
 * understood. It counts only where {@link #isSignedBy} says so. Immutable to its users.
 */
public final class RevocationList {

  /** The older list first: by number, those without one before all others, then by issue. */
  public static final Comparator<RevocationList> BY_AGE = Comparator.comparing(RevocationList::age);

  private static final int MAX_REMEMBERED_KEYS = 64;

  private final X509CRL list;
  private final byte[] issuer;
  private final Optional<BigInteger> number;
  private final Map<BigInteger, Instant> revoked;
  // A list of many entries takes a while to hash; its signature is the same every time.
  private final Map<String, Boolean> signedByKey = new ConcurrentHashMap<>();

  RevocationList(X509CRL list, Optional<BigInteger> number, Map<BigInteger, Instant> revoked) {
    this.list = list;
    this.issuer = list.getIssuerX500Principal().getEncoded();
    this.number = number;
    this.revoked = revoked;
  }

  /**
   * Reads one or several lists, in DER, PEM or PKCS #7.
   *
   * @throws CRLException saying what is wrong; also for lists that are not complete ones, or
   *     without {@code nextUpdate}
   */
  public static List<RevocationList> parse(byte[] content) throws CRLException {
    return Guard.run(
        () -> RevocationListReader.read(content),
        failure -> {
          throw new CRLException("it is not readable: " + Guard.cause(failure), failure);
        });
  }

  /** Returns where the list stands among those of its issuer. */
  @Internal
  public ListAge age() {
    return new ListAge(number, thisUpdate());
  }

  /** Returns the number of the list, where it has one. */
  public Optional<BigInteger> number() {
    return number;
  }

  /** Returns when the list was issued. */
  public Instant thisUpdate() {
    return list.getThisUpdate().toInstant();
  }

  /** Returns when the next list is due; past it, this one is stale. */
  public Instant nextUpdate() {
    return list.getNextUpdate().toInstant();
  }

  /** Returns the issuer's distinguished name (RFC 4514), for people. */
  public String issuer() {
    return DistinguishedNames.print(list.getIssuerX500Principal());
  }

  /**
   * Returns when a certificate of this list's issuer was revoked. What the date is does not matter:
   * a serial number that is listed is revoked.
   */
  public Optional<Instant> revokedAt(BigInteger serialNumber) {
    return Optional.ofNullable(revoked.get(serialNumber));
  }

  /** Returns whether the list says it is of this authority: the names are the same bytes. */
  public boolean isNamedAfter(X509Certificate authority) {
    return Arrays.equals(issuer, authority.getSubjectX500Principal().getEncoded());
  }

  /**
   * Returns whether the list is of this authority: name, key, and the right to sign lists where the
   * certificate has a key usage.
   */
  public boolean isSignedBy(X509Certificate authority, AnchorProfile profile) {
    return isNamedAfter(authority)
        && !Certificates.deniesUsage(authority, Certificates.CRL_SIGN)
        && CertificateSignatures.isAccepted(list, profile)
        && isSigned(authority.getPublicKey());
  }

  /** Returns the DER of the list. */
  public byte[] encoded() {
    try {
      return list.getEncoded();
    } catch (CRLException e) {
      throw new IllegalStateException("a list that was read has no encoding", e);
    }
  }

  private boolean isSigned(PublicKey key) {
    String id = KeyRules.id(key);
    @Nullable Boolean known = signedByKey.get(id);
    if (known == null) {
      known = CertificateSignatures.isSigned(list, key);
      if (signedByKey.size() < MAX_REMEMBERED_KEYS) {
        signedByKey.put(id, known);
      }
    }
    return known;
  }
}
