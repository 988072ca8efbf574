package dev.signet.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Makes certificate requests of every kind, also wrong ones. */
public final class Requests {
  private final X500Name subject;
  private final KeyPair keys;
  private KeyPair signer;
  private String algorithm;
  private boolean authority;

  private Requests(X500Name subject, KeyPair keys) {
    this.subject = subject;
    this.keys = keys;
    signer = keys;
  }

  /** A request for a subject, signed with its own key. */
  public static Requests of(X500Name subject, KeyPair keys) {
    return new Requests(subject, keys);
  }

  /** A request for common names, one after the other, in any string type. */
  public static Requests of(KeyPair keys, ASN1Encodable... commonNames) {
    return of(Certificates.name(commonNames), keys);
  }

  /** Signs with another key. */
  public Requests signedBy(KeyPair other) {
    signer = other;
    return this;
  }

  /** Signs with this JCA algorithm; else SHA-256 with the kind of key. */
  public Requests signedWith(String name) {
    algorithm = name;
    return this;
  }

  /** Asks for the right to issue certificates. */
  public Requests forAuthority() {
    authority = true;
    return this;
  }

  /** Returns the request in DER, with these bytes as its attributes, whatever they are. */
  public byte[] rawAttributes(byte[] attributes) {
    byte[] head = join(integer(), encoded(subject), keys.getPublic().getEncoded());
    byte[] info = tagged(0x30, join(head, tagged(0xa0, attributes)));
    try {
      ContentSigner content = Certificates.signer(signer, algorithm);
      content.getOutputStream().write(info);
      byte[] bits = join(new byte[1], content.getSignature());
      return tagged(
          0x30, join(info, encoded(content.getAlgorithmIdentifier()), tagged(0x03, bits)));
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] integer() {
    return new byte[] {0x02, 0x01, 0x00};
  }

  private static byte[] encoded(ASN1Object object) {
    try {
      return object.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a value in DER. */
  public static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    byte[] header;
    if (length < 0x80) {
      header = new byte[] {(byte) tag, (byte) length};
    } else if (length < 0x100) {
      header = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
    } else if (length < 0x10000) {
      header = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    } else {
      header =
          new byte[] {
            (byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length
          };
    }
    return join(header, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Returns the request in DER. */
  public byte[] der() {
    try {
      JcaPKCS10CertificationRequestBuilder builder =
          new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic());
      if (authority) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        extensions.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addAttribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
      }
      return builder.build(Certificates.signer(signer, algorithm)).getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
