package dev.signet.manifest;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-512 digest: 64 bytes. Compared in constant time. */
public final class Digest {
  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IllegalArgumentException when it is not 64 bytes
   */
  public static Digest of(byte[] bytes) {
    if (bytes.length != 64) {
      throw new IllegalArgumentException("bytes: a SHA-512 digest has 64, not " + bytes.length);
    }
    return new Digest(bytes.clone());
  }

  /** Returns the SHA-512 digest of these bytes. */
  public static Digest over(byte[] content) {
    return new Digest(Sha512.newDigest().digest(content));
  }

  /** Reads exactly 128 lower-case hex digits; anything else is empty. */
  public static Optional<Digest> parse(String hex) {
    if (hex.length() != 128
        || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
      return Optional.empty();
    }
    return Optional.of(new Digest(HexFormat.of().parseHex(hex)));
  }

  /** Returns 128 lower-case hex digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return (bytes[0] & 0xff) << 24
        | (bytes[1] & 0xff) << 16
        | (bytes[2] & 0xff) << 8
        | bytes[3] & 0xff;
  }

  @Override
  public String toString() {
    return hex();
  }
}
