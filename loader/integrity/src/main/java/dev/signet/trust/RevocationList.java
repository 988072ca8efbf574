package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.pem.CertificateFile;
import dev.signet.pem.FileKind;
import dev.signet.verdict.Guard;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;

/**
 * A complete revocation list of one issuer (RFC 5280 section 5): delta and indirect lists are not
 * understood. It counts only where {@link #isSignedBy} says so. Immutable to its users.
 */
public final class RevocationList {

  /** The older list first: by number, those without one before all others, then by issue. */
  public static final Comparator<RevocationList> BY_AGE = Comparator.comparing(RevocationList::age);

  private static final String NUMBER = "2.5.29.20";
  private static final String DELTA_INDICATOR = "2.5.29.27";
  private static final int MAX_REMEMBERED_KEYS = 64;

  // RFC 5280 section 5.2.3.
  private static final int MAX_NUMBER_BITS = 160;

  private final X509CRL list;
  private final byte[] issuer;
  private final Optional<BigInteger> number;
  private final Map<BigInteger, Instant> revoked;
  // A list of many entries takes a while to hash; its signature is the same every time.
  private final Map<String, Boolean> signedByKey = new ConcurrentHashMap<>();

  private RevocationList(
      X509CRL list, Optional<BigInteger> number, Map<BigInteger, Instant> revoked) {
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
        () -> readAll(content),
        failure -> {
          throw new CRLException("it is not readable: " + Guard.cause(failure), failure);
        });
  }

  private static List<RevocationList> readAll(byte[] content) throws CRLException {
    CertificateFile read;
    try {
      read = CertificateFile.read(content);
    } catch (CRLException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CRLException(e.getMessage(), e);
    }
    if (read.lists().isEmpty()) {
      throw new CRLException(
          "it holds no revocation list: " + read.file().instead(FileKind.REVOCATION_LIST));
    }
    return of(read.lists());
  }

  /** Returns the lists; throws as above. */
  static List<RevocationList> of(List<X509CRL> lists) throws CRLException {
    List<RevocationList> all = new ArrayList<>();
    for (X509CRL list : lists) {
      all.add(of(list));
    }
    return List.copyOf(all);
  }

  /**
   * Returns a list.
   *
   * @throws CRLException saying what about it is not understood
   */
  static RevocationList of(X509CRL list) throws CRLException {
    Set<String> critical = list.getCriticalExtensionOIDs();
    if ((critical != null && !critical.isEmpty())
        || list.getExtensionValue(DELTA_INDICATOR) != null) {
      throw new CRLException("it is a delta, partial or indirect list, not a complete one");
    }
    if (list.getNextUpdate() == null) {
      throw new CRLException("it does not say when the next one is due (nextUpdate)");
    }
    Map<BigInteger, Instant> revoked = new HashMap<>();
    Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    for (X509CRLEntry entry : entries == null ? Set.<X509CRLEntry>of() : entries) {
      if (entry.hasUnsupportedCriticalExtension() || entry.getCertificateIssuer() != null) {
        throw new CRLException("it names certificates of other issuers, which is not understood");
      }
      revoked.put(entry.getSerialNumber(), entry.getRevocationDate().toInstant());
    }
    return new RevocationList(list, number(list), revoked);
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

  private static Optional<BigInteger> number(X509CRL list) throws CRLException {
    byte[] extension = list.getExtensionValue(NUMBER);
    if (extension == null) {
      return Optional.empty();
    }
    try {
      BigInteger number =
          ASN1Integer.getInstance(ASN1OctetString.getInstance(extension).getOctets())
              .getPositiveValue();
      if (number.bitLength() > MAX_NUMBER_BITS) {
        throw new CRLException("its number is longer than the 20 octets there may be");
      }
      return Optional.of(number);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new CRLException("its number is not readable", e);
    }
  }
}
