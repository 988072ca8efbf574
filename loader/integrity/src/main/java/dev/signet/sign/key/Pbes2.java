package dev.signet.sign.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * Encryption with a passphrase by PBES2 (RFC 8018 section 6.2). Reads PBKDF2 or scrypt (RFC 7914),
 * then AES or triple DES in CBC mode; writes PBKDF2 and AES-256, which every openssl since 1.1
 * reads. The passphrase counts as UTF-8, as openssl has it.
 */
final class Pbes2 {
  /** A minute's work; openssl writes 2,048. */
  private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(20_000_000);

  /** openssl writes 16 MiB. */
  private static final BigInteger MOST_SCRYPT_BYTES = BigInteger.valueOf(512L << 20);

  private static final BigInteger MOST_SCRYPT_LANES = BigInteger.valueOf(16);

  private static final Map<ASN1ObjectIdentifier, String> PRF =
      Map.of(
          PKCSObjectIdentifiers.id_hmacWithSHA1, "SHA1",
          PKCSObjectIdentifiers.id_hmacWithSHA224, "SHA224",
          PKCSObjectIdentifiers.id_hmacWithSHA256, "SHA256",
          PKCSObjectIdentifiers.id_hmacWithSHA384, "SHA384",
          PKCSObjectIdentifiers.id_hmacWithSHA512, "SHA512");

  private static final Map<ASN1ObjectIdentifier, Integer> AES_BYTES =
      Map.of(
          NISTObjectIdentifiers.id_aes128_CBC, 16,
          NISTObjectIdentifiers.id_aes192_CBC, 24,
          NISTObjectIdentifiers.id_aes256_CBC, 32);

  private static final int TRIPLE_DES_BYTES = 24;

  /** As OWASP's "Password Storage Cheat Sheet" advises for PBKDF2 with HMAC-SHA-512. */
  private static final int ITERATIONS = 210_000;

  private static final int SALT_BYTES = 16;
  private static final int AES_256_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Pbes2() {}

  /**
   * Decrypts.
   *
   * @throws NoSuchAlgorithmException when another algorithm was used, or the work would be too much
   * @throws GeneralSecurityException when the passphrase is wrong
   * @throws IllegalArgumentException when the parameters are malformed
   */
  static byte[] decrypt(PBES2Parameters parameters, byte[] encrypted, char[] secret)
      throws GeneralSecurityException {
    ASN1ObjectIdentifier scheme = parameters.getEncryptionScheme().getAlgorithm();
    boolean tripleDes = scheme.equals(PKCSObjectIdentifiers.des_EDE3_CBC);
    Integer aesBytes = AES_BYTES.get(scheme);
    if (!tripleDes && aesBytes == null) {
      throw new NoSuchAlgorithmException("encryption " + scheme);
    }
    int keyBytes = aesBytes == null ? TRIPLE_DES_BYTES : aesBytes;
    byte[] key = deriveKey(parameters.getKeyDerivationFunc(), secret, keyBytes);
    AlgorithmParameterSpec start =
        new IvParameterSpec(
            ASN1OctetString.getInstance(parameters.getEncryptionScheme().getParameters())
                .getOctets());
    String name = tripleDes ? "DESede" : "AES";
    Cipher cipher = Cipher.getInstance(name + "/CBC/PKCS5Padding", "SunJCE");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, name), start);
    return cipher.doFinal(encrypted);
  }

  /** Encrypts a private key in PKCS #8 (RFC 5958 section 3). */
  static EncryptedPrivateKeyInfo encrypt(byte[] pkcs8, char[] secret)
      throws GeneralSecurityException {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    AlgorithmIdentifier prf =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA512, DERNull.INSTANCE);
    PBKDF2Params function = new PBKDF2Params(salt, ITERATIONS, AES_256_BYTES, prf);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(pbkdf2(function, secret, AES_256_BYTES), "AES"),
        RANDOM);
    byte[] encrypted = cipher.doFinal(pkcs8);
    PBES2Parameters parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, function),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(cipher.getIV())));
    return new EncryptedPrivateKeyInfo(
        new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), encrypted);
  }

  /**
   * Returns how often a digest is made, which is what keeps guessing slow.
   *
   * @throws NoSuchAlgorithmException when that would take longer than anybody waits, or is nothing
   */
  static int requireBounded(BigInteger iterations) throws NoSuchAlgorithmException {
    if (iterations.signum() <= 0 || iterations.compareTo(MOST_ITERATIONS) > 0) {
      throw new NoSuchAlgorithmException("with " + iterations + " rounds");
    }
    return iterations.intValueExact();
  }

  private static byte[] deriveKey(KeyDerivationFunc function, char[] secret, int bytes)
      throws GeneralSecurityException {
    if (function.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
      return pbkdf2(PBKDF2Params.getInstance(function.getParameters()), secret, bytes);
    }
    if (function.getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
      return scrypt(ScryptParams.getInstance(function.getParameters()), secret, bytes);
    }
    throw new NoSuchAlgorithmException("key derivation " + function.getAlgorithm());
  }

  private static byte[] pbkdf2(PBKDF2Params parameters, char[] secret, int bytes)
      throws GeneralSecurityException {
    String digest = PRF.get(parameters.getPrf().getAlgorithm());
    if (digest == null) {
      throw new NoSuchAlgorithmException("PBKDF2 with " + parameters.getPrf().getAlgorithm());
    }
    int iterations = requireBounded(parameters.getIterationCount());
    PBEKeySpec spec = new PBEKeySpec(secret, parameters.getSalt(), iterations, bytes * Byte.SIZE);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest, "SunJCE")
          .generateSecret(spec)
          .getEncoded();
    } finally {
      spec.clearPassword();
    }
  }

  private static byte[] scrypt(ScryptParams parameters, char[] secret, int bytes)
      throws NoSuchAlgorithmException {
    BigInteger size =
        parameters.getCostParameter().multiply(parameters.getBlockSize()).shiftLeft(7);
    BigInteger parallel = parameters.getParallelizationParameter();
    if (size.compareTo(MOST_SCRYPT_BYTES) > 0 || parallel.compareTo(MOST_SCRYPT_LANES) > 0) {
      throw new NoSuchAlgorithmException("scrypt of this size");
    }
    byte[] utf8 = new String(secret).getBytes(StandardCharsets.UTF_8);
    return SCrypt.generate(
        utf8,
        parameters.getSalt(),
        parameters.getCostParameter().intValueExact(),
        parameters.getBlockSize().intValueExact(),
        parallel.intValueExact(),
        bytes);
  }
}
