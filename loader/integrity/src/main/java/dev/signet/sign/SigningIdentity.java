package dev.signet.sign;

import dev.signet.envelope.SignatureAlgorithm;
import dev.signet.trust.CommonName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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

  private final PrivateKey privateKey;
  private final X509Certificate leaf;
  private final List<X509Certificate> chain;
  private final String commonName;
  private final SignatureAlgorithm algorithm;

  private SigningIdentity(
      PrivateKey privateKey, X509Certificate leaf, List<X509Certificate> chain, String commonName)
      throws SigningException {
    this.privateKey = privateKey;
    this.leaf = leaf;
    this.chain = List.copyOf(chain);
    this.commonName = commonName;
    this.algorithm = algorithm(leaf);
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
    if (leaf.getBasicConstraints() >= 0) {
      throw new SigningException(
          "The certificate is an authority's, which never signs bundles; use a certificate issued"
              + " for the plugin.");
    }
    if (chain.size() > MAX_CHAIN) {
      throw new SigningException(
          "The chain has more than "
              + MAX_CHAIN
              + " certificates; leave out what is not on the"
              + " path to the root.");
    }
    checkFit(privateKey, leaf, algorithm(leaf));
    try {
      return new SigningIdentity(privateKey, leaf, chain, CommonName.of(leaf));
    } catch (CertificateParsingException e) {
      throw new SigningException(
          "The certificate cannot be used: "
              + e.getMessage()
              + "; have one issued whose common name is the plugin's id.",
          e);
    }
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
    PrivateKey key = PemReader.privateKey(privateKey);
    List<X509Certificate> certificates = new ArrayList<>(PemReader.certificates(certificate));
    if (chain.isPresent()) {
      certificates.addAll(PemReader.certificates(chain.get()));
    }
    X509Certificate leaf = certificates.get(0);
    List<X509Certificate> others =
        certificates.stream().distinct().filter(other -> !other.equals(leaf)).toList();
    try {
      return of(key, leaf, others);
    } catch (SigningException e) {
      throw new SigningException(certificate + " with " + privateKey + ": " + e.getMessage(), e);
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

  byte[] sign(SignatureAlgorithm by, byte[] bytes) throws SigningException {
    try {
      return by.sign(privateKey, bytes);
    } catch (GeneralSecurityException e) {
      throw new SigningException(
          "Signing with " + by.id() + " failed: " + e.getMessage() + "; use a key that fits.", e);
    }
  }

  private static SignatureAlgorithm algorithm(X509Certificate leaf) throws SigningException {
    for (SignatureAlgorithm candidate :
        List.of(SignatureAlgorithm.RSA_PSS_SHA384, SignatureAlgorithm.ECDSA_P384_SHA384)) {
      if (candidate.fits(leaf.getPublicKey())) {
        return candidate;
      }
    }
    throw new SigningException(
        "The certificate's key is neither RSA nor on the curve P-384; have one issued for such a"
            + " key.");
  }

  private static void checkFit(
      PrivateKey privateKey, X509Certificate leaf, SignatureAlgorithm algorithm)
      throws SigningException {
    try {
      if (algorithm.verify(leaf.getPublicKey(), PROBE, algorithm.sign(privateKey, PROBE))) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new SigningException(
          "The private key cannot sign for the certificate: "
              + e.getMessage()
              + " Use the key the certificate was issued for.",
          e);
    }
    throw new SigningException(
        "The private key is not the certificate's; use the key the certificate was issued for.");
  }
}
