package dev.signet.envelope;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * One encoding for each key. The JDK's readers pass over needless bytes in a key, such as a zero
 * before its modulus or something after its point, and give them back: by what it was read from,
 * one key could pass for many.
 */
final class CanonicalKey {
  private CanonicalKey() {}

  /**
   * Returns the SubjectPublicKeyInfo that is made of the key's numbers alone. What neither an RSA
   * key nor on a curve known here is, signs nothing, and keeps its own.
   */
  static byte[] encoded(PublicKey key) {
    try {
      if (key instanceof RSAPublicKey rsa && key.getAlgorithm().equals("RSA")) {
        return made("RSA", "SunRsaSign", spec(rsa));
      }
      if (key instanceof ECPublicKey ec) {
        return made("EC", "SunEC", new ECPublicKeySpec(ec.getW(), ec.getParams()));
      }
    } catch (GeneralSecurityException e) {
      // Too short or too odd a key for the JDK to make, and so for anybody here to rely on.
      return key.getEncoded();
    }
    return key.getEncoded();
  }

  private static RSAPublicKeySpec spec(RSAPublicKey key) {
    return new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
  }

  private static byte[] made(String algorithm, String provider, KeySpec numbers)
      throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, provider).generatePublic(numbers).getEncoded();
  }
}
