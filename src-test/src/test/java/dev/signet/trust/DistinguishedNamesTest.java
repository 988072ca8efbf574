package dev.signet.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;

class DistinguishedNamesTest {

  @Test
  void name_isPrintedLastRelativeNameFirst() throws Exception {
    assertThat(print(new X500Name("C=DE,ST=Baden,O=Example GmbH,CN=Signing Authority")))
        .isEqualTo("CN=Signing Authority,O=Example GmbH,ST=Baden,C=DE");
  }

  @Test
  void specialCharacters_areEscaped() throws Exception {
    assertThat(print(one(BCStyle.CN, "# a, \"b\"+c\\;<d>\u0000 ")))
        .isEqualTo("CN=\\# a\\, \\\"b\\\"\\+c\\\\\\;\\<d\\>\\00\\ ");
    assertThat(print(one(BCStyle.O, " x#"))).isEqualTo("O=\\ x#");
  }

  @Test
  void unknownTypes_arePrintedAsNumbers() throws Exception {
    assertThat(print(one(new ASN1ObjectIdentifier("1.2.3.4"), "x"))).isEqualTo("1.2.3.4=#0c0178");
  }

  @Test
  void multiValuedRelativeNames_areJoinedByPlus() throws Exception {
    X500Name name =
        new X500Name(
            new RDN[] {
              new RDN(
                  new AttributeTypeAndValue[] {
                    new AttributeTypeAndValue(BCStyle.CN, new DERUTF8String("x")),
                    new AttributeTypeAndValue(BCStyle.OU, new DERUTF8String("y"))
                  })
            });
    assertThat(print(name)).isEqualTo("CN=x+OU=y");
  }

  @Test
  void emptyName_isEmpty() throws Exception {
    assertThat(print(new X500Name(new RDN[0]))).isEmpty();
  }

  private static X500Name one(ASN1ObjectIdentifier type, String value) {
    return new X500Name(new RDN[] {new RDN(type, new DERUTF8String(value))});
  }

  private static String print(X500Name name) throws IOException {
    return DistinguishedNames.print(new X500Principal(name.getEncoded()));
  }
}
