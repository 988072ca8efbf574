package dev.signet.sign.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEInputDecryptorProviderBuilder;

/** Opens encrypted private keys; passphrases become keys in the same way as with openssl. */
final class Decryptors {
  private Decryptors() {}

  /**
   * Decrypts what PKCS #8 and PKCS #12 hold: by PBES2 (RFC 8018), where the passphrase counts as
   * UTF-8, or by RFC 7292 appendix B, where it counts as UTF-16.
   *
   * @throws NoSuchAlgorithmException when it was encrypted in another way, or to open it would be
   *     too much work
   * @throws GeneralSecurityException when the passphrase is wrong
   * @throws IOException when that shows in the padding, or it is malformed
   */
  static byte[] decrypt(AlgorithmIdentifier algorithm, byte[] encrypted, char[] secret)
      throws GeneralSecurityException, IOException {
    ASN1ObjectIdentifier scheme = algorithm.getAlgorithm();
    if (scheme.equals(PKCSObjectIdentifiers.id_PBES2)) {
      return Pbes2.decrypt(
          PBES2Parameters.getInstance(algorithm.getParameters()), encrypted, secret);
    }
    if (!scheme.on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
      throw new NoSuchAlgorithmException("encryption " + scheme);
    }
    Pbes2.requireBounded(PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations());
    try (InputStream plain =
        new BcPKCS12PBEInputDecryptorProviderBuilder()
            .build(secret)
            .get(algorithm)
            .getInputStream(new ByteArrayInputStream(encrypted))) {
      return plain.readAllBytes();
    } catch (OperatorCreationException | IllegalStateException e) {
      // Not one of the ciphers that Bouncy Castle knows here, such as RC4.
      throw new NoSuchAlgorithmException("encryption " + scheme, e);
    }
  }

  /**
   * Decrypts a PEM block of RFC 1421, as openssl's "traditional" format has it.
   *
   * @param way the algorithm, a comma, and the initialization vector in hex
   */
  static byte[] decryptTraditional(String way, byte[] encrypted, char[] secret) throws IOException {
    int comma = way.indexOf(',');
    return new BcPEMDecryptorProvider(asBytes(secret))
        .get(way.substring(0, comma))
        .decrypt(encrypted, HexFormat.of().parseHex(way, comma + 1, way.length()));
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
