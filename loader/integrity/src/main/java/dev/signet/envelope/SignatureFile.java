package dev.signet.envelope;

import dev.signet.Internal;
import dev.signet.manifest.SignedHashes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A well-formed {@code signature.json}: it has exactly one reading, and its certificates can be
 * read. Nothing about trust follows from that. Immutable; made by {@link SignatureFileReader}.
 */
@Internal
public final class SignatureFile {
  /** Most certificates that may be sent along with the leaf. */
  static final int CHAIN_CERTIFICATES = 8;

  private final int version;
  private final SignatureAlgorithm algorithm;
  private final SignedHashes hashes;
  private final byte[] signedBytes;
  private final byte[] signature;
  private final X509Certificate leaf;
  private final List<X509Certificate> chain;
  private final byte @Nullable [] timestamp;
  private final RotationProof rotation;
  private final CoSignatures cosignatures;
  private volatile @Nullable Boolean valid;

  private SignatureFile(SignedContent content, Certificates certificates) {
    this.version = content.version;
    this.algorithm = content.algorithm;
    this.hashes = content.hashes;
    this.signedBytes = content.signedBytes;
    this.signature = content.signature;
    this.timestamp = content.timestamp;
    this.rotation = content.rotation;
    this.cosignatures = content.cosignatures;
    this.leaf = certificates.leaf;
    this.chain = certificates.chain;
  }

  static SignatureFile of(SignedContent content, Certificates certificates) {
    return new SignatureFile(content, certificates);
  }

  /** Returns the format's version: 1 or 2. */
  public int version() {
    return version;
  }

  /** Returns the algorithm; of version 1 always {@link SignatureAlgorithm#RSA_PSS_SHA1}. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** Returns what was signed: names and values as they stand in the file, not yet judged. */
  public SignedHashes hashes() {
    return hashes;
  }

  /** Returns a fresh copy of the bytes the signature is over: the canonical form of the hashes. */
  public byte[] signedBytes() {
    return signedBytes.clone();
  }

  /** Returns a fresh copy of the signature; of version 1 possibly empty, which is never right. */
  public byte[] signature() {
    return signature.clone();
  }

  /** Returns the certificate whose key is to verify the signature. */
  public X509Certificate leaf() {
    return leaf;
  }

  /**
   * Returns the certificates sent along as hints, in the file's order, without the leaf; at most 8,
   * of version 1 none.
   */
  public List<X509Certificate> chain() {
    return chain;
  }

  /**
   * Returns a fresh copy of the DER of an RFC 3161 token over {@link #signature}, where there is
   * one; at most 64 KiB, not yet looked into.
   */
  public Optional<byte[]> timestamp() {
    return Optional.ofNullable(timestamp).map(byte[]::clone);
  }

  /**
   * Returns what older keys say of the leaf's; {@link RotationProof#NONE} when they say nothing.
   */
  public RotationProof rotation() {
    return rotation;
  }

  /** Returns who else has signed; of version 1 nobody. */
  public CoSignatures cosignatures() {
    return cosignatures;
  }

  /**
   * Returns whether the signature over {@link #signedBytes} is right under the leaf's key; computed
   * once.
   */
  public boolean isSignatureValid() {
    Boolean known = valid;
    if (known == null) {
      known = algorithm.verify(leaf.getPublicKey(), signedBytes, signature);
      valid = known;
    }
    return known;
  }

  /** Everything but the certificates; the arrays are owned by whoever builds it. */
  static final class SignedContent {
    private final int version;
    private final SignatureAlgorithm algorithm;
    private final SignedHashes hashes;
    private final byte[] signedBytes;
    private byte[] signature = new byte[0];
    private byte @Nullable [] timestamp;
    private RotationProof rotation = RotationProof.NONE;
    private CoSignatures cosignatures = CoSignatures.NONE;

    SignedContent(
        int version, SignatureAlgorithm algorithm, SignedHashes hashes, byte[] signedBytes) {
      this.version = version;
      this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
      this.hashes = Objects.requireNonNull(hashes, "hashes");
      this.signedBytes = Objects.requireNonNull(signedBytes, "signedBytes");
    }

    SignedContent signature(byte[] bytes) {
      this.signature = bytes;
      return this;
    }

    SignedContent timestamp(byte @Nullable [] der) {
      this.timestamp = der;
      return this;
    }

    SignedContent cosignatures(CoSignatures further) {
      this.cosignatures = further;
      return this;
    }

    SignedContent rotation(RotationProof proof) {
      this.rotation = proof;
      return this;
    }
  }

  /** The certificates of a file. */
  record Certificates(X509Certificate leaf, List<X509Certificate> chain) {
    Certificates {
      chain = List.copyOf(chain);
    }
  }
}
