package dev.signet.verdict;

import java.time.Instant;

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
 */
public record Signer(
    String commonName,
    String issuer,
    String serialNumber,
    String keyId,
    Instant notBefore,
    Instant notAfter,
    String algorithm,
    String anchor) {}
