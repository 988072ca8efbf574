package dev.signet.envelope;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The signature algorithms of {@code signature.json}, on the JDK's own providers whatever else a
 * host has installed.
 */
public enum SignatureAlgorithm {
  /** RSASSA-PSS (RFC 8017) as version 1 files have it: SHA-1, MGF1 with SHA-512, no salt. */
  RSA_PSS_SHA1("rsa-pss-sha1"),
  /** RSASSA-PSS (RFC 8017) with SHA-384, MGF1 with SHA-384, a salt of 48 bytes. */
  RSA_PSS_SHA384("rsa-pss-sha384"),
  /** ECDSA (FIPS 186-5) on curve P-384 with SHA-384, as DER (RFC 3279 section 2.2.3). */
  ECDSA_P384_SHA384("ecdsa-p384-sha384");

  private static final String ECDSA_JCA_NAME = "SHA384withECDSA";
  private static final String PSS_JCA_NAME = "RSASSA-PSS";

  /** Beyond this, one verification takes noticeable time. */
  private static final int MAX_MODULUS_BITS = 16_384;

  /** FIPS 186-5 has 256; the JDK takes 64 for large keys, and real keys have 17. */
  private static final int MAX_EXPONENT_BITS = 64;

  private final String id;

  SignatureAlgorithm(String id) {
    this.id = id;
  }

  /** Returns the algorithm of this name, exactly so written. */
  public static Optional<SignatureAlgorithm> ofId(String id) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.id.equals(id)).findFirst();
  }

  /** Returns the name in {@code signature.json}. */
  public String id() {
    return id;
  }

  /** Returns whether the key is of this algorithm's type (and curve P-384), whatever its size. */
  public boolean fits(PublicKey key) {
    return isEcdsa()
        ? key instanceof ECPublicKey && EcdsaP384.isPublicKeyOnCurve(key)
        : key instanceof RSAPublicKey && key.getAlgorithm().equals("RSA");
  }

  /** Returns what a key signs version 2 by; empty when it is neither RSA nor on P-384. */
  public static Optional<SignatureAlgorithm> ofVersion2(PublicKey key) {
    return Stream.of(RSA_PSS_SHA384, ECDSA_P384_SHA384)
        .filter(algorithm -> algorithm.fits(key))
        .findFirst();
  }

  /**
   * Returns whether the signature is right. Never throws for bad signatures or keys: false for a
   * key that does not {@link #fits fit}, an RSA exponent that is even, below 3 or above 64 bits, an
   * RSA key above 16,384 bits, a wrong length, and ECDSA values that are not canonical DER or not
   * in 1 to n-1.
   */
  public boolean verify(PublicKey key, byte[] signedBytes, byte[] signature) {
    if (!fits(key) || !isWellFormed(key, signature)) {
      return false;
    }
    try {
      Signature verifier = newSignature();
      verifier.initVerify(key);
      verifier.update(signedBytes);
      return verifier.verify(signature);
    } catch (InvalidKeyException | SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime lacks " + id + ".", e);
    }
  }

  private static boolean isWellFormed(PublicKey key, byte[] signature) {
    if (!(key instanceof RSAPublicKey rsa)) {
      return EcdsaP384.isCanonical(signature);
    }
    BigInteger exponent = rsa.getPublicExponent();
    int bits = rsa.getModulus().bitLength();
    return bits <= MAX_MODULUS_BITS
        && exponent.bitLength() <= MAX_EXPONENT_BITS
        && exponent.testBit(0)
        && exponent.compareTo(BigInteger.ONE) > 0
        && signature.length == (bits + 7) / 8;
  }

  /**
   * Returns the signature.
   *
   * @throws InvalidKeyException when the key does not fit
   * @throws GeneralSecurityException when the runtime cannot compute it
   */
  public byte[] sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
    if (!fits(key)) {
      throw new InvalidKeyException("The private key does not fit " + id + ".");
    }
    Signature signer = newSignature();
    signer.initSign(key);
    signer.update(bytes);
    return signer.sign();
  }

  /**
   * Returns the signature of a key that only one provider can use, such as one on a device.
   *
   * @param provider of the key
   * @throws GeneralSecurityException when the provider does not know the algorithm, or the key does
   *     not fit
   */
  public byte[] sign(PrivateKey key, byte[] bytes, Provider provider)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(isEcdsa() ? ECDSA_JCA_NAME : PSS_JCA_NAME, provider);
    if (!isEcdsa()) {
      signer.setParameter(pssParameters());
    }
    signer.initSign(key);
    signer.update(bytes);
    return signer.sign();
  }

  private boolean fits(PrivateKey key) {
    return isEcdsa()
        ? key instanceof ECPrivateKey && EcdsaP384.isPrivateKeyOnCurve(key)
        : key instanceof RSAPrivateKey && key.getAlgorithm().equals("RSA");
  }

  private Signature newSignature() throws GeneralSecurityException {
    if (isEcdsa()) {
      return Signature.getInstance(ECDSA_JCA_NAME, "SunEC");
    }
    Signature signature = Signature.getInstance(PSS_JCA_NAME, "SunRsaSign");
    signature.setParameter(pssParameters());
    return signature;
  }

  private PSSParameterSpec pssParameters() {
    return this == RSA_PSS_SHA1
        ? pss("SHA-1", MGF1ParameterSpec.SHA512, 0)
        : pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
  }

  private static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int saltBytes) {
    return new PSSParameterSpec(digest, "MGF1", mask, saltBytes, PSSParameterSpec.TRAILER_FIELD_BC);
  }

  private boolean isEcdsa() {
    return this == ECDSA_P384_SHA384;
  }
}
