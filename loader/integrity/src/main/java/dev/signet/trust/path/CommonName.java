package dev.signet.trust.path;

import dev.signet.pem.Der;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1T61String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Reads the one common name of a certificate's subject from the parsed name (RFC 5280 section
 * 4.1.2.6), never from its text form: in text {@code O="x, CN=core"} can look like two attributes.
 */
public final class CommonName {

  private CommonName() {}

  /**
   * Returns the common name.
   *
   * @throws CertificateParsingException saying why there is none, or more than one, or none that
   *     reads the same everywhere
   */
  public static String of(X509Certificate certificate) throws CertificateParsingException {
    return of(certificate.getSubjectX500Principal().getEncoded());
  }

  /** Returns the common name; empty where there is not exactly one. */
  public static String orNone(X509Certificate certificate) {
    try {
      return of(certificate);
    } catch (CertificateParsingException e) {
      return "";
    }
  }

  /**
   * Returns the common name of a subject.
   *
   * @param name the DER of a distinguished name
   * @throws CertificateParsingException as above
   */
  public static String of(byte[] name) throws CertificateParsingException {
    X500Name subject;
    try {
      subject = Der.parse(name, X500Name::getInstance);
    } catch (IOException e) {
      throw new CertificateParsingException("its subject is not a well-formed name", e);
    }
    ASN1Encodable found = null;
    for (RDN rdn : subject.getRDNs()) {
      for (AttributeTypeAndValue attribute : rdn.getTypesAndValues()) {
        if (!attribute.getType().equals(BCStyle.CN)) {
          continue;
        }
        if (rdn.isMultiValued()) {
          throw new CertificateParsingException(
              "its common name shares a relative distinguished name with another attribute");
        }
        if (found != null) {
          throw new CertificateParsingException("it has more than one common name");
        }
        found = attribute.getValue();
      }
    }
    if (found == null) {
      throw new CertificateParsingException("it has no common name");
    }
    return text(found);
  }

  private static String text(ASN1Encodable value) throws CertificateParsingException {
    if (!(value instanceof ASN1UTF8String
        || value instanceof ASN1PrintableString
        || value instanceof ASN1T61String)) {
      throw new CertificateParsingException(
          "its common name is neither a UTF8String, a PrintableString nor a T61String");
    }
    String text;
    try {
      text = ((ASN1String) value).getString();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new CertificateParsingException("its common name is not valid UTF-8", e);
    }
    if (text.isEmpty()) {
      throw new CertificateParsingException("its common name is empty");
    }
    // Beyond ASCII readers disagree about what the bytes of the older string types mean.
    if (!(value instanceof ASN1UTF8String)
        && !StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new CertificateParsingException(
          "its common name has characters beyond ASCII in a string type without a fixed meaning"
              + " for them");
    }
    return text;
  }
}
