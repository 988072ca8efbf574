package dev.signet.verdict;

import java.time.Instant;
import java.util.List;

/**
 * The identity a certification path and a signature have proven.
 *
 * @param commonName the leaf certificate's one common name
 * @param issuer the issuer's distinguished name (RFC 4514), for people
 * @param serialNumber the leaf's serial number in lower-case hex
 * @param keyId SHA-256 of the leaf's SubjectPublicKeyInfo, 64 lower-case hex digits
 * @param notBefore start of the leaf's validity
 * @param notAfter end of the leaf's validity
 * @param algorithm name of the signature algorithm, such as {@code ecdsa-p384-sha384}
 * @param anchor the trust anchor's distinguished name (RFC 4514), for people
 * @param predecessors older keys that are proven to vouch for this one for the same plugin,
 *     likewise by SHA-256; the latest first
 * @param forDevelopment whether its certificate, or an authority above it, is for development only
 */
public record Signer(
    String commonName,
    String issuer,
    String serialNumber,
    String keyId,
    Instant notBefore,
    Instant notAfter,
    String algorithm,
    String anchor,
    List<String> predecessors,
    boolean forDevelopment) {
  /** Copies the list. */
  public Signer {
    predecessors = List.copyOf(predecessors);
  }

  /** A signer for whose key no older one vouches, and not for development. */
  public Signer(
      String commonName,
      String issuer,
      String serialNumber,
      String keyId,
      Instant notBefore,
      Instant notAfter,
      String algorithm,
      String anchor) {
    this(
        commonName,
        issuer,
        serialNumber,
        keyId,
        notBefore,
        notAfter,
        algorithm,
        anchor,
        List.of(),
        false);
  }

  /** Returns this signer with the keys that vouch for this one's. */
  public Signer succeeding(List<String> keys) {
    return with(keys, forDevelopment);
  }

  /** Returns this signer as one by a certificate that is for development only. */
  public Signer ofDevelopment() {
    return with(predecessors, true);
  }

  private Signer with(List<String> keys, boolean development) {
    return new Signer(
        commonName,
        issuer,
        serialNumber,
        keyId,
        notBefore,
        notAfter,
        algorithm,
        anchor,
        keys,
        development);
  }
}
