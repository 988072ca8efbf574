package dev.signet.pem;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.jspecify.annotations.Nullable;

/** The certificates and lists that PKCS #7 carries (RFC 5652 section 5.1); nothing else of it. */
final class Pkcs7 {
  private final List<byte[]> certificates;
  private final List<byte[]> lists;

  private Pkcs7(List<byte[]> certificates, List<byte[]> lists) {
    this.certificates = certificates;
    this.lists = lists;
  }

  /** Takes it apart. */
  static Pkcs7 read(byte[] der) throws CertificateException {
    try {
      return Der.parseBer(
          der,
          ber -> {
            ContentInfo info = ContentInfo.getInstance(ber);
            if (!CMSObjectIdentifiers.signedData.equals(info.getContentType())
                || info.getContent() == null) {
              throw new IOException("it holds no signed data");
            }
            SignedData data = SignedData.getInstance(info.getContent());
            return new Pkcs7(encoded(data.getCertificates()), encoded(data.getCRLs()));
          });
    } catch (IOException e) {
      throw new CertificateException(
          "It is no PKCS #7 that can be read: " + e.getMessage() + ".", e);
    }
  }

  List<byte[]> certificates() {
    return certificates;
  }

  List<byte[]> lists() {
    return lists;
  }

  private static List<byte[]> encoded(@Nullable ASN1Set members) throws IOException {
    List<byte[]> all = new ArrayList<>();
    if (members != null) {
      for (ASN1Encodable member : members) {
        all.add(member.toASN1Primitive().getEncoded(ASN1Encoding.DER));
      }
    }
    return all;
  }
}
