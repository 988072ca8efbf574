package dev.signet.sign.key;

import dev.signet.Internal;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Finds the public half of a private key, which key files need not contain. */
@Internal
public final class PublicKeys {
  private static final int P384_BITS = 384;

  private PublicKeys() {}

  /**
   * Returns the public key: of the certificate that came with the private one, else worked out.
   *
   * @throws GeneralSecurityException when it is neither RSA with its public exponent nor P-384
   */
  public static PublicKey of(SigningKey key) throws GeneralSecurityException {
    if (!key.certificates().isEmpty()) {
      return key.certificates().get(0).getPublicKey();
    }
    PrivateKey secret = key.privateKey();
    if (secret instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance("RSA", "SunRsaSign")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    if (secret instanceof ECPrivateKey curve
        && curve.getParams().getCurve().getField().getFieldSize() == P384_BITS) {
      return p384(curve);
    }
    throw new GeneralSecurityException("it is neither RSA nor on the curve P-384");
  }

  /** The public point is the base point times the secret number (SEC 1 section 3.2.1). */
  private static PublicKey p384(ECPrivateKey secret) throws GeneralSecurityException {
    X9ECParameters curve = SECNamedCurves.getByName("secp384r1");
    BigInteger number = secret.getS();
    if (number.signum() <= 0 || number.compareTo(curve.getN()) >= 0) {
      throw new GeneralSecurityException("its number is not one of the curve's");
    }
    org.bouncycastle.math.ec.ECPoint point =
        new FixedPointCombMultiplier().multiply(curve.getG(), number).normalize();
    ECPoint affine =
        new ECPoint(point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
    return KeyFactory.getInstance("EC", "SunEC")
        .generatePublic(new ECPublicKeySpec(affine, secret.getParams()));
  }
}
