package dev.signet.trust;

import dev.signet.pem.CertificateFile;
import dev.signet.pem.FileKind;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;

/** Reads complete revocation lists, and refuses what is not understood of any other. */
final class RevocationListReader {
  private static final String NUMBER = "2.5.29.20";
  private static final String DELTA_INDICATOR = "2.5.29.27";

  // RFC 5280 section 5.2.3.
  private static final int MAX_NUMBER_BITS = 160;

  private RevocationListReader() {}

  /**
   * Reads one or several lists, in DER, PEM or PKCS #7.
   *
   * @throws CRLException saying what is wrong
   */
  static List<RevocationList> read(byte[] content) throws CRLException {
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
