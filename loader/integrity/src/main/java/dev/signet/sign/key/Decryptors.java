package dev.signet.sign.key;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMDecryptorProvider;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEInputDecryptorProviderBuilder;

/** Opens encrypted private keys; passphrases become keys in the same way as with openssl. */
final class Decryptors {
  private Decryptors() {}

  /**
   * Decrypts PKCS #8: by PBES2 (RFC 8018), or by RFC 7292 appendix B.
   *
   * @throws NoSuchAlgorithmException when it was encrypted in another way
   * @throws GeneralSecurityException when the passphrase is wrong
   * @throws IllegalArgumentException when it is malformed
   */
  static PrivateKeyInfo decrypt(PKCS8EncryptedPrivateKeyInfo encrypted, char[] secret)
      throws GeneralSecurityException, IOException {
    ASN1ObjectIdentifier scheme = encrypted.getEncryptionAlgorithm().getAlgorithm();
    if (scheme.equals(PKCSObjectIdentifiers.id_PBES2)) {
      return PrivateKeyInfo.getInstance(
          Pbes2.decrypt(
              PBES2Parameters.getInstance(encrypted.getEncryptionAlgorithm().getParameters()),
              EncryptedPrivateKeyInfo.getInstance(encrypted.getEncoded()).getEncryptedData(),
              secret));
    }
    if (!scheme.on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
      throw new NoSuchAlgorithmException("encryption " + scheme);
    }
    try {
      return encrypted.decryptPrivateKeyInfo(
          new BcPKCS12PBEInputDecryptorProviderBuilder().build(secret));
    } catch (PKCSException e) {
      throw new GeneralSecurityException("the passphrase is wrong", e);
    }
  }

  /** The encryption inside PEM blocks of RFC 1421, as openssl's "traditional" format has it. */
  static PEMDecryptorProvider forTraditional(char[] secret) {
    return new BcPEMDecryptorProvider(asBytes(secret));
  }

  /** Returns the bytes of the passphrase's UTF-8, one in each character, as Bouncy Castle cuts. */
  private static char[] asBytes(char[] secret) {
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    char[] wide = new char[utf8.remaining()];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = (char) (utf8.get(i) & 0xff);
    }
    utf8.clear();
    while (utf8.hasRemaining()) {
      utf8.put((byte) 0);
    }
    return wide;
  }
}
