package dev.signet.sign.key;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/**
 * The kinds of key that authorities and authors use. Keys come from the JDK's own providers,
 * whatever else a host has installed.
 */
public enum KeyType {
  /** The curve NIST P-384: small signatures, quick to make. The usual choice. */
  P384("EC", "SunEC", "SHA384withECDSA"),
  /** RSA with a modulus of 4096 bits; takes seconds to make. */
  RSA_4096("RSA", "SunRsaSign", "SHA384withRSA"),
  /** RSA with a modulus of 3072 bits; for authors only. */
  RSA_3072("RSA", "SunRsaSign", "SHA384withRSA"),
  /** RSA with a modulus of 2048 bits, the least there is; for authors only. */
  RSA_2048("RSA", "SunRsaSign", "SHA384withRSA");

  private final String algorithm;
  private final String provider;
  private final String certificateSignature;

  KeyType(String algorithm, String provider, String certificateSignature) {
    this.algorithm = algorithm;
    this.provider = provider;
    this.certificateSignature = certificateSignature;
  }

  /**
   * Returns a fresh pair of keys.
   *
   * @throws IllegalStateException when this JDK comes without the algorithm
   */
  public KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
      generator.initialize(parameters());
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException
        | NoSuchProviderException
        | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException(
          "this JDK cannot make "
              + name()
              + " keys: provider "
              + provider
              + " is missing or restricted; run on a JDK that has it",
          e);
    }
  }

  private AlgorithmParameterSpec parameters() {
    return switch (this) {
      case P384 -> new ECGenParameterSpec("secp384r1");
      case RSA_4096 -> new RSAKeyGenParameterSpec(4096, RSAKeyGenParameterSpec.F4);
      case RSA_3072 -> new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4);
      case RSA_2048 -> new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
    };
  }

  /** Returns whether an authority may have such a key: it must last longer than an author's. */
  public boolean fitsAuthority() {
    return this == P384 || this == RSA_4096;
  }

  /** Returns the name of the signature algorithm that certificates are signed with. */
  public String certificateSignature() {
    return certificateSignature;
  }

  /** Returns the name of the JDK provider that signs. */
  public String provider() {
    return provider;
  }

  /**
   * Returns what kind of key signs like this one, whatever its size.
   *
   * @throws GeneralSecurityException when it is neither RSA nor an elliptic curve
   */
  public static KeyType of(PublicKey key) throws GeneralSecurityException {
    if (key instanceof ECPublicKey) {
      return P384;
    }
    if (key instanceof RSAPublicKey) {
      return RSA_4096;
    }
    throw new GeneralSecurityException(
        "a key of type " + key.getAlgorithm() + " is neither RSA nor P-384; make one of those");
  }
}
