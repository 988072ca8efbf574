package dev.signet.envelope;

import java.security.PrivateKey;
import java.security.PublicKey;

/** The signature algorithms of {@code signature.json}. JDK providers only, pinned. */
public enum SignatureAlgorithm {
  RSA_PSS_SHA1("rsa-pss-sha1"),
  RSA_PSS_SHA384("rsa-pss-sha384"),
  ECDSA_P384_SHA384("ecdsa-p384-sha384");

  private final String id;

  SignatureAlgorithm(String id) {
    this.id = id;
  }

  /** Returns the name in {@code signature.json}. */
  public String id() {
    return id;
  }

  /** Returns whether the key is of this algorithm's type (and curve P-384), whatever its size. */
  public boolean fits(PublicKey key) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns whether the signature is right. Never throws for bad signatures: a wrong length,
   * non-canonical DER, r or s out of range are false.
   */
  public boolean verify(PublicKey key, byte[] signedBytes, byte[] signature) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the signature.
   *
   * @throws java.security.InvalidKeyException when the key does not fit
   */
  public byte[] sign(PrivateKey key, byte[] bytes) throws java.security.GeneralSecurityException {
    throw new UnsupportedOperationException();
  }
}
