package dev.signet.pem;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the things that a file holds: a block of PEM, or the whole file where it is DER. */
public final class Part {
  private final FileKind kind;
  private final String base64;
  private final @Nullable String encryption;
  private final byte @Nullable [] der;

  private Part(FileKind kind, String base64, @Nullable String encryption, byte @Nullable [] der) {
    this.kind = kind;
    this.base64 = base64;
    this.encryption = encryption;
    this.der = der;
  }

  static Part ofPem(FileKind kind, String base64, Optional<String> encryption) {
    return new Part(kind, base64, encryption.orElse(null), null);
  }

  static Part ofDer(FileKind kind, byte[] der) {
    return new Part(kind, "", null, der);
  }

  /** Returns what it is: in PEM what its label says, in DER what its structure says. */
  public FileKind kind() {
    return kind;
  }

  /**
   * Returns the value of {@code DEK-Info} where a key was encrypted within PEM (RFC 1421 section
   * 4.6.1.3), as with openssl's traditional form: algorithm, comma, initialization vector in hex.
   */
  public Optional<String> encryption() {
    return Optional.ofNullable(encryption);
  }

  /**
   * Returns the bytes.
   *
   * @throws IOException when its base64 has no reading, or more than one
   */
  public byte[] der() throws IOException {
    return der == null ? StrictBase64.decode(base64) : der.clone();
  }
}
