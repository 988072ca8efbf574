package dev.signet.testkit;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** How one key can be written in a certificate, so that the JDK reads it, and gives it back so. */
public enum KeySpelling {
  /** As everybody writes it. */
  USUAL,
  /** RSA: the modulus after one more zero. */
  PADDED_MODULUS,
  /** RSA: the modulus without its sign, which makes it negative. */
  UNSIGNED_MODULUS,
  /** RSA: the exponent after a zero. */
  PADDED_EXPONENT,
  /** RSA: an empty list of parameters instead of none. */
  EMPTY_PARAMETERS,
  /** P-384: a byte after the point. */
  BYTE_AFTER_POINT;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 2;
  private static final int BIT_STRING = 3;
  private static final int POINT = 97;
  private static final byte[] RSA = hex("06092a864886f70d010101");
  private static final byte[] P384 = hex("301006072a8648ce3d020106052b81040022");
  private static final byte[] NULL = hex("0500");
  private static final byte[] NOTHING = {};
  private static final byte[] ZERO = {0};

  /** Returns whether a key of this kind can be written so. */
  public boolean fits(PublicKey key) {
    return this == USUAL || key instanceof RSAPublicKey == (this != BYTE_AFTER_POINT);
  }

  /** Returns the same key, read from this. */
  public PublicKey of(PublicKey key) {
    try {
      return KeyFactory.getInstance(key instanceof RSAPublicKey ? "RSA" : "EC")
          .generatePublic(
              new X509EncodedKeySpec(key instanceof RSAPublicKey rsa ? rsa(rsa) : point(key)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] rsa(RSAPublicKey key) {
    byte[] modulus = key.getModulus().toByteArray();
    byte[] numbers =
        value(
            SEQUENCE,
            value(
                INTEGER,
                this == PADDED_MODULUS ? ZERO : NOTHING,
                this == UNSIGNED_MODULUS
                    ? Arrays.copyOfRange(modulus, 1, modulus.length)
                    : modulus),
            value(
                INTEGER,
                this == PADDED_EXPONENT ? ZERO : NOTHING,
                key.getPublicExponent().toByteArray()));
    byte[] parameters = this == EMPTY_PARAMETERS ? value(SEQUENCE) : NULL;
    return value(SEQUENCE, value(SEQUENCE, RSA, parameters), value(BIT_STRING, ZERO, numbers));
  }

  private byte[] point(PublicKey key) {
    byte[] usual = key.getEncoded();
    byte[] point = Arrays.copyOfRange(usual, usual.length - POINT, usual.length);
    return value(
        SEQUENCE, P384, value(BIT_STRING, ZERO, point, this == BYTE_AFTER_POINT ? ZERO : NOTHING));
  }

  private static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
