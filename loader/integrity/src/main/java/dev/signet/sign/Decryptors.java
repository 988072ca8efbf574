package dev.signet.sign;

import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.openssl.PEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12PBEInputDecryptorProviderBuilder;

/** What turns passphrases into keys, as openssl does; the ciphers are the JDK's own. */
final class Decryptors {
  private static final String JDK_CIPHERS = "SunJCE";

  private Decryptors() {}

  /** RFC 8018 (PBES1, PBES2) and RFC 7292 appendix C. */
  static InputDecryptorProvider forPkcs8(PKCS8EncryptedPrivateKeyInfo encrypted, char[] secret)
      throws PKCSException {
    if (encrypted.getEncryptionAlgorithm().getAlgorithm().on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
      return new BcPKCS12PBEInputDecryptorProviderBuilder().build(secret);
    }
    try {
      return new JceOpenSSLPKCS8DecryptorProviderBuilder()
          .setProvider(JDK_CIPHERS)
          .build(DerKeys.asBytes(secret));
    } catch (OperatorCreationException e) {
      throw new PKCSException("this Java runtime has no " + JDK_CIPHERS, e);
    }
  }

  /** The encryption inside PEM blocks of RFC 1421, as openssl's "traditional" format has it. */
  static PEMDecryptorProvider forTraditional(char[] secret) {
    return new JcePEMDecryptorProviderBuilder()
        .setProvider(JDK_CIPHERS)
        .build(DerKeys.asBytes(secret));
  }
}
