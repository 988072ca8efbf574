package dev.signet.trust.path;

import static dev.signet.testkit.Certificates.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signet.testkit.Certificates;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERT61String;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.DERUniversalString;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CommonNameTest {

  private static Certificates.Issued root;

  @BeforeAll
  static void makeRoot() {
    root = Certificates.root("Root").make();
  }

  @Test
  void nameOfUtf8String_isReadAsItStands() throws Exception {
    assertThat(CommonName.of(leaf(name(new DERUTF8String("grüße-\uD83D\uDE00 ")))))
        .isEqualTo("grüße-\uD83D\uDE00 ");
  }

  @Test
  void nameOfOlderStringTypes_whenAscii_isRead() throws Exception {
    assertThat(CommonName.of(leaf(name(new DERPrintableString("calendar"))))).isEqualTo("calendar");
    assertThat(CommonName.of(leaf(name(new DERT61String("user_ispconfig")))))
        .isEqualTo("user_ispconfig");
  }

  @Test
  void nameOfOlderStringTypes_whenBeyondAscii_isRefused() {
    assertRefused(name(new DERT61String("gr\u00fcn")), "beyond ASCII");
    assertRefused(name(new DERPrintableString("gr\u00fcn")), "beyond ASCII");
  }

  @Test
  void nameOfOtherStringTypes_isRefused() {
    for (ASN1Encodable value :
        new ASN1Encodable[] {
          new DERBMPString("demo"),
          new DERIA5String("demo"),
          new DERUniversalString(new byte[] {0, 0, 0, 'd'})
        }) {
      assertRefused(name(value), "neither a UTF8String");
    }
  }

  @Test
  void name_whenMissingDoubledOrEmpty_isRefused() {
    assertRefused(
        new X500Name(new RDN[] {new RDN(BCStyle.O, new DERUTF8String("x,CN=demo"))}),
        "no common name");
    assertRefused(name(new DERUTF8String("demo"), new DERUTF8String("demo")), "more than one");
    assertRefused(name(new DERUTF8String("")), "is empty");
  }

  @Test
  void nameOfMultiValuedRelativeName_isRefused() {
    RDN shared =
        new RDN(
            new AttributeTypeAndValue[] {
              new AttributeTypeAndValue(BCStyle.CN, new DERUTF8String("demo")),
              new AttributeTypeAndValue(BCStyle.O, new DERUTF8String("demo"))
            });
    assertRefused(new X500Name(new RDN[] {shared}), "shares a relative distinguished name");
  }

  @Test
  void nameOfMalformedUtf8_isRefused() throws Exception {
    // An overlong slash, a surrogate, a byte that never occurs, and a sequence cut short.
    for (byte[] bad :
        new byte[][] {
          {'d', (byte) 0xC0, (byte) 0xAF, 'x'},
          {(byte) 0xED, (byte) 0xA0, (byte) 0x80, 'x'},
          {'d', 'e', 'm', (byte) 0xFF},
          {'d', 'e', 'm', (byte) 0xC3}
        }) {
      byte[] der = leaf(name(new DERUTF8String("M4RK"))).getEncoded();
      replace(der, "M4RK".getBytes(java.nio.charset.StandardCharsets.US_ASCII), bad);
      X509Certificate broken = Certificates.parse(der);

      assertThatExceptionOfType(CertificateParsingException.class)
          .isThrownBy(() -> CommonName.of(broken))
          .withMessageContaining("UTF-8");
    }
  }

  @Test
  void name_whenBesideOtherAttributes_isFound() throws Exception {
    X500Name subject = new X500Name("C=DE,O=core,CN=gallery,L=Stuttgart");

    assertThat(CommonName.of(leaf(subject))).isEqualTo("gallery");
  }

  private static void assertRefused(X500Name subject, String why) {
    X509Certificate certificate = leaf(subject);
    assertThatExceptionOfType(CertificateParsingException.class)
        .isThrownBy(() -> CommonName.of(certificate))
        .withMessageContaining(why);
  }

  private static X509Certificate leaf(X500Name subject) {
    return Certificates.leaf("unused", root).subject(subject).make().certificate();
  }

  private static void replace(byte[] data, byte[] old, byte[] replacement) {
    for (int i = 0; i + old.length <= data.length; i++) {
      if (java.util.Arrays.equals(data, i, i + old.length, old, 0, old.length)) {
        System.arraycopy(replacement, 0, data, i, old.length);
        return;
      }
    }
    throw new IllegalArgumentException("not there");
  }
}
