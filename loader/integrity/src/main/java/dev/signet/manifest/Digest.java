package dev.signet.manifest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A SHA-512 digest (FIPS 180-4): 64 bytes. Immutable; compared in constant time. */
public final class Digest {
  private static final int BYTES = 64;
  private static final HexFormat HEX = HexFormat.of();

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the digest with these bytes, which are copied.
   *
   * @throws IllegalArgumentException when it is not 64 bytes
   */
  public static Digest of(byte[] bytes) {
    if (bytes.length != BYTES) {
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
    if (hex.length() != 2 * BYTES) {
      return Optional.empty();
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      int value = digit(hex.charAt(2 * i)) << 4 | digit(hex.charAt(2 * i + 1));
      if (value < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) value;
    }
    return Optional.of(new Digest(bytes));
  }

  /** Returns a digit's value, or -1 for what is none. */
  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  /** Returns a fresh copy of the 64 bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Returns 128 lower-case hex digits. */
  public String hex() {
    return HEX.formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return ByteBuffer.wrap(bytes).getInt();
  }

  @Override
  public String toString() {
    return hex();
  }
}
