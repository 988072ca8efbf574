package dev.signet.sign;

import dev.signet.envelope.DetachedSignature;
import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.sign.key.Passphrase;
import dev.signet.sign.key.SigningKey;
import dev.signet.sign.key.SigningKeys;
import dev.signet.sign.problem.SigningException;
import dev.signet.sign.problem.SigningObjection;
import dev.signet.sign.problem.SigningRefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who signs: a private key and the certificate that goes with it. Checked when made: key and
 * certificate fit, the certificate is no authority's, and its subject has exactly one common name.
 * Immutable.
 */
public final class SigningIdentity {
  private static final int MAX_CHAIN = 8;
  private static final byte[] PROBE = "signet".getBytes(StandardCharsets.US_ASCII);

  private final SigningKey key;
  private final X509Certificate leaf;
  private final List<X509Certificate> chain;
  private final String commonName;
  private final SignatureAlgorithm algorithm;

  private SigningIdentity(
      SigningKey key, X509Certificate leaf, List<X509Certificate> chain, String commonName)
      throws SigningException {
    this.key = key;
    this.leaf = leaf;
    this.chain = List.copyOf(chain);
    this.commonName = commonName;
    this.algorithm = LeafCertificates.algorithm(leaf);
  }

  /**
   * Returns the identity of a key and a certificate.
   *
   * @param privateKey RSA, or on the curve P-384
   * @param chain the certificates between the leaf and its anchor, at most 8
   * @throws SigningException when they do not fit, or may not sign
   */
  public static SigningIdentity of(
      PrivateKey privateKey, X509Certificate leaf, List<X509Certificate> chain)
      throws SigningException {
    return of(new SigningKey(privateKey), leaf, chain);
  }

  /**
   * Returns the identity of a loaded key and a certificate.
   *
   * @param key RSA, or on the curve P-384; its own certificates are not looked at
   * @param chain the certificates between the leaf and its anchor, at most 8
   * @throws SigningRefusedException when they do not fit, or may not sign
   */
  public static SigningIdentity of(
      SigningKey key, X509Certificate leaf, List<X509Certificate> chain) throws SigningException {
    LeafCertificates.requireNoAuthority(leaf);
    if (chain.size() > MAX_CHAIN) {
      throw LeafCertificates.unfit(
          "The chain has more than " + MAX_CHAIN + " certificates.",
          "Leave out what is not on the path to the root.");
    }
    SigningIdentity identity =
        new SigningIdentity(key, leaf, chain, LeafCertificates.commonName(leaf));
    identity.checkFit();
    return identity;
  }

  /**
   * Reads an identity from PEM files (RFC 7468).
   *
   * @param privateKey PKCS #8, PKCS #1 or SEC 1, not encrypted
   * @param certificate the leaf; further certificates in it belong to the chain
   * @param chain further certificates of the chain
   * @throws SigningException when a file cannot be read, or they do not fit together; names the
   *     file
   */
  public static SigningIdentity load(Path privateKey, Path certificate, Optional<Path> chain)
      throws SigningException {
    SigningKey key = SigningKeys.load(privateKey, Optional.empty(), Passphrase.none());
    return load(key, Optional.of(certificate), chain);
  }

  /**
   * Reads the certificates that go with a key.
   *
   * @param certificate the leaf, PEM or DER; further certificates in the file belong to the chain.
   *     When empty, the certificates that came with the key are taken
   * @param chain further certificates of the chain
   * @throws SigningException when a file cannot be read, or they do not fit together; names the
   *     file
   */
  public static SigningIdentity load(
      SigningKey key, Optional<Path> certificate, Optional<Path> chain) throws SigningException {
    KeyCertificates certificates = KeyCertificates.read(key, certificate, chain);
    try {
      return of(key, certificates.leaf(), certificates.others());
    } catch (SigningRefusedException e) {
      throw SigningRefusedException.ofCertificate(certificates.subject(), e.objections());
    }
  }

  /** Returns the certificate. */
  public X509Certificate leaf() {
    return leaf;
  }

  /** Returns the certificates between the leaf and its anchor; at most 8. */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** Returns the certificate's one common name: the id it may sign. */
  public String commonName() {
    return commonName;
  }

  /** Returns the algorithm its key signs version 2 with. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Returns who it is in what it signs. */
  DetachedSignature.Maker maker() {
    return new DetachedSignature.Maker(algorithm, leaf, chain);
  }

  /** Returns what speaks against signing at an instant: dates outside the certificate's. */
  Optional<SigningObjection> objectionAt(Instant at) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant until = leaf.getNotAfter().toInstant();
    if (!at.isBefore(from) && !at.isAfter(until)) {
      return Optional.empty();
    }
    return Optional.of(
        SigningObjection.of(
            SigningObjection.NOT_VALID_NOW,
            at.isAfter(until)
                ? "The certificate expired at " + until + "."
                : "The certificate is not valid before " + from + ".",
            at.isAfter(until)
                ? "Have a new one issued for the same id."
                : "Wait until then, and check that this machine's clock is right."));
  }

  byte[] sign(SignatureAlgorithm by, byte[] bytes) throws SigningException {
    try {
      return key.sign(by, bytes);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new SigningException(
          "Signing with " + by.id() + " failed: " + e.getMessage(), "use a key that can", e);
    }
  }

  private void checkFit() throws SigningException {
    SigningObjection mismatch =
        SigningObjection.of(
            SigningObjection.KEY_MISMATCH,
            "The private key is not the certificate's.",
            "Use the key the certificate was issued for.");
    try {
      if (!algorithm.verify(leaf.getPublicKey(), PROBE, key.sign(algorithm, PROBE))) {
        throw new SigningRefusedException("", List.of(mismatch));
      }
    } catch (InvalidKeyException e) {
      throw new SigningRefusedException(mismatch, e);
    } catch (GeneralSecurityException | ProviderException e) {
      throw new SigningException(
          "The key cannot make a signature of " + algorithm.id() + ": " + e.getMessage(),
          "use a key or a device that can",
          e);
    }
  }
}
