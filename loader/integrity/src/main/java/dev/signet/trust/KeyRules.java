package dev.signet.trust;

import dev.signet.Internal;
import dev.signet.envelope.RotationProof;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every profile asks of a public key. */
@Internal
public final class KeyRules {

  private static final int MIN_RSA_BITS = 2048;
  // Verification grows with the cube of the size; nobody issues larger ones.
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 64;
  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(3);
  private static final byte SEQUENCE = 0x30;
  private static final int HEADER = 2;

  /**
   * DER of id-ecPublicKey with secp384r1 (RFC 5480 section 2.1.1): 1.2.840.10045.2.1, 1.3.132.0.34.
   */
  private static final byte[] P384 =
      HexFormat.of().parseHex("301006072a8648ce3d020106052b81040022");

  private KeyRules() {}

  /**
   * Returns why the key is not good enough: empty for RSA of 2048 to 8192 bits and for P-384.
   *
   * @return the rest of a sentence that begins with the key's owner
   */
  public static Optional<String> weakness(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && key.getAlgorithm().equals("RSA")) {
      return rsaWeakness(rsa);
    }
    if (key instanceof ECPublicKey) {
      return isOnP384(key.getEncoded())
          ? Optional.empty()
          : Optional.of("has a key on another curve than P-384");
    }
    if (isCurveUnread(key)) {
      return Optional.of(
          "has a key on an elliptic curve, which this Java runtime cannot use: its module"
              + " jdk.crypto.ec is missing");
    }
    return Optional.of("has a key of type " + key.getAlgorithm() + ", neither RSA nor P-384");
  }

  /** Returns whether this Java runtime lacks the module for elliptic curves (before JDK 22). */
  static boolean isCurveUnread(PublicKey key) {
    return key.getAlgorithm().equals("EC") && !(key instanceof ECPublicKey);
  }

  /**
   * Returns whether a signature can be checked with the key in a bounded time; says nothing about
   * its strength.
   */
  static boolean isAffordable(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength() <= MAX_RSA_BITS
          && rsa.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS;
    }
    return key instanceof ECPublicKey;
  }

  /** Returns the SHA-256 of the key's SubjectPublicKeyInfo: 64 lower-case hex digits. */
  public static String id(PublicKey key) {
    return RotationProof.keyId(key);
  }

  /** Returns the SHA-256 of some bytes: 64 lower-case hex digits. */
  public static String sha256Hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  /** Returns a new SHA-256 of the JDK's own provider. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256", "SUN");
    } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
      throw new IllegalStateException(
          "this JDK has no SHA-256 in its provider SUN; run on one that has", e);
    }
  }

  /**
   * By the curve's registered number: parameters could describe a look-alike. Compared as bytes,
   * since every start asks for each anchor, and another library's parser costs more than that.
   */
  private static boolean isOnP384(byte @Nullable [] encoded) {
    return encoded != null
        && encoded.length > HEADER + P384.length
        && encoded[0] == SEQUENCE
        && encoded[1] > 0
        && Arrays.equals(encoded, HEADER, HEADER + P384.length, P384, 0, P384.length);
  }

  private static Optional<String> rsaWeakness(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      return Optional.of(
          "has an RSA key of " + bits + " bits, not " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
    }
    BigInteger exponent = key.getPublicExponent();
    if (exponent.compareTo(MIN_EXPONENT) < 0
        || !exponent.testBit(0)
        || exponent.bitLength() > MAX_EXPONENT_BITS
        || !key.getModulus().testBit(0)) {
      return Optional.of("has an RSA key with an exponent or modulus that is no good");
    }
    return Optional.empty();
  }
}
