package dev.signet.testkit;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** Makes revocation lists of every kind, also wrong ones. */
public final class RevocationLists {

  private record Entry(BigInteger serial, Instant at) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Map<ASN1ObjectIdentifier, ASN1Encodable> critical = new LinkedHashMap<>();
  private final Certificates.Issued issuer;
  private X500Name issuerName;
  private BigInteger number;
  private Instant thisUpdate = Certificates.NOW.minusSeconds(3600);
  private Instant nextUpdate = Certificates.NOW.plusSeconds(7 * 86_400);
  private String signatureAlgorithm;

  private RevocationLists(Certificates.Issued issuer) {
    this.issuer = issuer;
    issuerName = issuer.name();
  }

  /** An empty list, signed by this authority and current at {@link Certificates#NOW}. */
  public static RevocationLists of(Certificates.Issued issuer) {
    return new RevocationLists(issuer);
  }

  /** Names this issuer, whoever signs. */
  public RevocationLists issuerName(X500Name name) {
    issuerName = name;
    return this;
  }

  /** Sets the list's number; else it has none. */
  public RevocationLists number(long value) {
    return number(BigInteger.valueOf(value));
  }

  /** Sets the list's number; else it has none. */
  public RevocationLists number(BigInteger value) {
    number = value;
    return this;
  }

  /** Names a certificate. */
  public RevocationLists revoked(X509Certificate certificate) {
    return revoked(certificate.getSerialNumber(), thisUpdate);
  }

  /** Names a serial number, with an instant of its own. */
  public RevocationLists revoked(BigInteger serial, Instant at) {
    entries.add(new Entry(serial, at));
    return this;
  }

  /** Sets when it was issued and when the next one is due; null for none. */
  public RevocationLists current(Instant issued, Instant next) {
    thisUpdate = issued;
    nextUpdate = next;
    return this;
  }

  /** Adds a critical extension. */
  public RevocationLists criticalExtension(ASN1ObjectIdentifier oid, ASN1Encodable value) {
    critical.put(oid, value);
    return this;
  }

  /** Signs with this JCA algorithm; else SHA-256 with the issuer's kind of key. */
  public RevocationLists signedWith(String algorithm) {
    signatureAlgorithm = algorithm;
    return this;
  }

  /** Returns the list in DER. */
  public byte[] der() {
    try {
      X509v2CRLBuilder builder = new X509v2CRLBuilder(issuerName, Date.from(thisUpdate));
      if (nextUpdate != null) {
        builder.setNextUpdate(Date.from(nextUpdate));
      }
      if (number != null) {
        builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      }
      for (Map.Entry<ASN1ObjectIdentifier, ASN1Encodable> extension : critical.entrySet()) {
        builder.addExtension(extension.getKey(), true, extension.getValue());
      }
      for (Entry entry : entries) {
        builder.addCRLEntry(entry.serial(), Date.from(entry.at()), 0);
      }
      return builder.build(Certificates.signer(issuer.keys(), signatureAlgorithm)).getEncoded();
    } catch (OperatorCreationException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
