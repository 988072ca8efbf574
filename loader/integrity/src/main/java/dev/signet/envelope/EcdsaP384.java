package dev.signet.envelope;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.Key;
import java.util.Arrays;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** What the JDK leaves unchecked about keys and signatures on curve P-384. */
final class EcdsaP384 {
  /** Order of the base point (SEC 2 section 2.5.1). */
  private static final BigInteger ORDER =
      new BigInteger(
          "ffffffffffffffffffffffffffffffffffffffffffffffff"
              + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973",
          16);

  private static final AlgorithmIdentifier P384 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp384r1);

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /** Two integers of 48 bytes with a sign byte each, and the headers. */
  private static final int MAX_SIGNATURE_BYTES = 104;

  private EcdsaP384() {}

  /** Returns whether the key names its curve as P-384 (1.3.132.0.34). */
  static boolean isPublicKeyOnCurve(Key key) {
    byte[] encoded = key.getEncoded();
    try {
      return encoded != null
          && SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm().equals(P384);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns whether the key names its curve as P-384; false for one that cannot be exported. */
  static boolean isPrivateKeyOnCurve(Key key) {
    byte[] encoded = key.getEncoded();
    try {
      return encoded != null
          && PrivateKeyInfo.getInstance(encoded).getPrivateKeyAlgorithm().equals(P384);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns whether it is the one DER encoding of two integers from 1 to n-1. */
  static boolean isCanonical(byte[] signature) {
    int total = signature.length;
    if (total < 8 || total > MAX_SIGNATURE_BYTES || (signature[3] & 0xff) > total - 7) {
      return false;
    }
    int rLength = signature[3];
    int sLength = signature[5 + rLength];
    if (rLength < 1 || sLength != total - 6 - rLength || sLength < 1) {
      return false;
    }
    BigInteger r = new BigInteger(signature, 4, rLength);
    BigInteger s = new BigInteger(signature, 6 + rLength, sLength);
    return isInRange(r) && isInRange(s) && Arrays.equals(signature, encode(r, s));
  }

  private static boolean isInRange(BigInteger value) {
    return value.signum() > 0 && value.compareTo(ORDER) < 0;
  }

  private static byte[] encode(BigInteger r, BigInteger s) {
    byte[] rBytes = r.toByteArray();
    byte[] sBytes = s.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(SEQUENCE);
    out.write(4 + rBytes.length + sBytes.length);
    out.write(INTEGER);
    out.write(rBytes.length);
    out.writeBytes(rBytes);
    out.write(INTEGER);
    out.write(sBytes.length);
    out.writeBytes(sBytes);
    return out.toByteArray();
  }
}
