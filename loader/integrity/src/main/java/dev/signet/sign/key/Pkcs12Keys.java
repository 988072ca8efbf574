package dev.signet.sign.key;

import dev.signet.pem.Der;
import dev.signet.pem.Part;
import dev.signet.pem.Pem;
import dev.signet.sign.problem.SigningException;
import dev.signet.verdict.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.jspecify.annotations.Nullable;

/**
 * Takes a private key and its certificates out of a PKCS #12 container (RFC 7292). The JDK reads
 * none whose passphrase has characters beyond ASCII, and does not bound what it decrypts.
 *
 * <p>The container's own checksum (section 4, MacData) is not looked at: whoever can write to the
 * file could leave it out, and a key that does not fit its certificate is refused in any case.
 */
final class Pkcs12Keys {
  /** Ample: programs write two. */
  private static final int MOST_CONTENTS = 16;

  private final Path file;
  private final List<SafeBag> keys = new ArrayList<>();
  private final List<SafeBag> certificates = new ArrayList<>();

  private Pkcs12Keys(Path file) {
    this.file = file;
  }

  /**
   * Returns one key with its chain.
   *
   * @param alias its name (friendlyName); empty when there is only one
   */
  static SigningKey load(Path file, Part part, Optional<String> alias, Passphrase passphrase)
      throws SigningException {
    return Guard.run(
        () -> new Unlocking(file, passphrase).open(secret -> open(file, part.der(), alias, secret)),
        failure -> {
          throw DerKeys.unreadable(file, Guard.cause(failure), failure);
        });
  }

  private static SigningKey open(Path file, byte[] ber, Optional<String> alias, char[] secret)
      throws SigningException, GeneralSecurityException, IOException {
    Pkcs12Keys container = new Pkcs12Keys(file);
    container.read(ber, secret);
    return container.key(alias, secret);
  }

  private void read(byte[] ber, char[] secret) throws GeneralSecurityException, IOException {
    ContentInfo safe = Der.parseBer(ber, Pfx::getInstance).getAuthSafe();
    ASN1Sequence contents = Der.parseBer(octets(safe.getContent()), ASN1Sequence::getInstance);
    if (contents.size() > MOST_CONTENTS) {
      throw new IOException("it has more than " + MOST_CONTENTS + " contents");
    }
    for (ASN1Encodable content : contents) {
      ContentInfo info = ContentInfo.getInstance(content);
      if (info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
        EncryptedData data = EncryptedData.getInstance(info.getContent());
        sort(
            Decryptors.decrypt(
                data.getEncryptionAlgorithm(), data.getContent().getOctets(), secret));
      } else if (info.getContentType().equals(PKCSObjectIdentifiers.data)) {
        sort(octets(info.getContent()));
      }
    }
  }

  private static byte[] octets(@Nullable ASN1Encodable content) throws IOException {
    if (content instanceof ASN1OctetString found) {
      return found.getOctets();
    }
    throw new IOException("it is put together otherwise");
  }

  private void sort(byte[] bags) throws IOException {
    for (ASN1Encodable member : Der.parseBer(bags, ASN1Sequence::getInstance)) {
      SafeBag bag = SafeBag.getInstance(member);
      if (bag.getBagId().equals(PKCSObjectIdentifiers.certBag)) {
        certificates.add(bag);
      } else if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)
          || bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
        keys.add(bag);
      }
    }
  }

  private SigningKey key(Optional<String> alias, char[] secret)
      throws SigningException, GeneralSecurityException, IOException {
    List<String> names = new ArrayList<>();
    for (SafeBag key : keys) {
      names.add(name(key).orElse(Integer.toString(names.size() + 1)));
    }
    SafeBag chosen = keys.get(StoredKeys.choose(file.toString(), names, alias));
    PrivateKeyInfo info =
        chosen.getBagId().equals(PKCSObjectIdentifiers.keyBag)
            ? PrivateKeyInfo.getInstance(chosen.getBagValue())
            : DerKeys.decrypted(EncryptedPrivateKeyInfo.getInstance(chosen.getBagValue()), secret);
    PrivateKey key;
    try {
      key = DerKeys.privateKey(info);
    } catch (IOException | GeneralSecurityException e) {
      // The passphrase was right, then.
      throw DerKeys.unreadable(file, String.valueOf(e.getMessage()), e);
    }
    return new SigningKey(key, chain(chosen), Optional.empty());
  }

  /** Returns the key's own certificate, and those that lead up from it. */
  private List<X509Certificate> chain(SafeBag key) throws GeneralSecurityException, IOException {
    Optional<ASN1Encodable> id = attribute(key, PKCSObjectIdentifiers.pkcs_9_at_localKeyId.getId());
    List<X509Certificate> chain = new ArrayList<>();
    List<X509Certificate> others = new ArrayList<>();
    for (SafeBag bag : certificates) {
      CertBag content = CertBag.getInstance(bag.getBagValue());
      X509Certificate certificate = Pem.ofDer(octets(content.getCertValue()));
      boolean own =
          id.isPresent()
              && id.equals(attribute(bag, PKCSObjectIdentifiers.pkcs_9_at_localKeyId.getId()));
      (own && chain.isEmpty() ? chain : others).add(certificate);
    }
    Optional<X509Certificate> next = chain.stream().findFirst();
    while (next.isPresent()) {
      X509Certificate last = next.get();
      next =
          others.stream()
              .filter(
                  other -> last.getIssuerX500Principal().equals(other.getSubjectX500Principal()))
              .findFirst();
      next.ifPresent(chain::add);
      next.ifPresent(others::remove);
    }
    return chain;
  }

  private static Optional<String> name(SafeBag bag) {
    return attribute(bag, PKCSObjectIdentifiers.pkcs_9_at_friendlyName.getId())
        .filter(ASN1String.class::isInstance)
        .map(value -> ((ASN1String) value).getString());
  }

  private static Optional<ASN1Encodable> attribute(SafeBag bag, String type) {
    if (bag.getBagAttributes() == null) {
      return Optional.empty();
    }
    for (ASN1Encodable member : bag.getBagAttributes()) {
      Attribute attribute = Attribute.getInstance(member);
      if (attribute.getAttrType().getId().equals(type) && attribute.getAttrValues().size() > 0) {
        return Optional.of(attribute.getAttrValues().getObjectAt(0));
      }
    }
    return Optional.empty();
  }
}
