package dev.signet.trust;

import dev.signet.Internal;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Prints distinguished names as RFC 4514 says, for people. The JDK's own strings differ between its
 * versions.
 */
@Internal
public final class DistinguishedNames {

  // RFC 4514 section 3; every other type is printed as its number.
  private static final Map<ASN1ObjectIdentifier, String> SHORT_NAMES =
      Map.of(
          BCStyle.CN, "CN",
          BCStyle.L, "L",
          BCStyle.ST, "ST",
          BCStyle.O, "O",
          BCStyle.OU, "OU",
          BCStyle.C, "C",
          BCStyle.STREET, "STREET",
          BCStyle.DC, "DC",
          BCStyle.UID, "UID");

  private DistinguishedNames() {}

  /** Returns the name, last relative name first; the encoding in hex where it cannot be read. */
  public static String print(X500Principal principal) {
    byte[] encoded = principal.getEncoded();
    try {
      return print(X500Name.getInstance(encoded));
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      return hex(encoded);
    }
  }

  private static String print(X500Name name) throws IOException {
    StringBuilder text = new StringBuilder();
    RDN[] rdns = name.getRDNs();
    for (int i = rdns.length - 1; i >= 0; i--) {
      String separator = i == rdns.length - 1 ? "" : ",";
      for (AttributeTypeAndValue attribute : rdns[i].getTypesAndValues()) {
        text.append(separator).append(print(attribute));
        separator = "+";
      }
    }
    return text.toString();
  }

  private static String print(AttributeTypeAndValue attribute) throws IOException {
    String type = SHORT_NAMES.get(attribute.getType());
    ASN1Encodable value = attribute.getValue();
    if (type != null && value instanceof ASN1String text) {
      return type + "=" + escape(text.getString());
    }
    return (type == null ? attribute.getType().getId() : type)
        + "="
        + hex(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
  }

  private static String escape(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean edge = c == ' ' && (i == 0 || i == value.length() - 1);
      if (c == 0) {
        text.append("\\00");
        continue;
      }
      if ("\"+,;<>\\".indexOf(c) >= 0 || edge || (c == '#' && i == 0)) {
        text.append('\\');
      }
      text.append(c);
    }
    return text.toString();
  }

  private static String hex(byte[] der) {
    return "#" + HexFormat.of().formatHex(der);
  }
}
