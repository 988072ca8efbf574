package dev.signet.envelope;

import dev.signet.manifest.SignedHashes;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A well-formed {@code signature.json}. */
public final class SignatureFile {
  private SignatureFile() {}

  /** 1 or 2. */
  public int version() {
    throw new UnsupportedOperationException();
  }

  public SignatureAlgorithm algorithm() {
    throw new UnsupportedOperationException();
  }

  public SignedHashes hashes() {
    throw new UnsupportedOperationException();
  }

  /** The bytes the signature is over. A fresh copy. */
  public byte[] signedBytes() {
    throw new UnsupportedOperationException();
  }

  /** A fresh copy. */
  public byte[] signature() {
    throw new UnsupportedOperationException();
  }

  public X509Certificate leaf() {
    throw new UnsupportedOperationException();
  }

  /** Certificates sent along as hints, in the file's order, without the leaf; at most 8. */
  public List<X509Certificate> chain() {
    throw new UnsupportedOperationException();
  }

  /** DER of an RFC 3161 token over {@link #signature}, where there is one. */
  public Optional<byte[]> timestamp() {
    throw new UnsupportedOperationException();
  }

  /** Returns whether the signature over {@link #signedBytes} is right under the leaf's key. */
  public boolean isSignatureValid() {
    throw new UnsupportedOperationException();
  }
}
