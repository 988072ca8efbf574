package dev.signet.manifest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SHA-512 digest (FIPS 180-4): 64 bytes. Immutable; compared in constant time. */
public final class Digest {
  /** The number of bytes of one. */
  public static final int BYTES = 64;

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

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
    return hex.length() == 2 * BYTES
        ? Optional.ofNullable(parse(hex.getBytes(ISO_8859_1), 0))
        : Optional.empty();
  }

  /** Reads 128 lower-case hex digits from an offset on; null when something else is there. */
  public static @Nullable Digest parse(byte[] text, int offset) {
    if (text.length - offset < 2 * BYTES) {
      return null;
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      int value = digit(text[offset + 2 * i]) << 4 | digit(text[offset + 2 * i + 1]);
      if (value < 0) {
        return null;
      }
      bytes[i] = (byte) value;
    }
    return new Digest(bytes);
  }

  /** Returns a digit's value, or -1 for what is none. */
  private static int digit(int c) {
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
    byte[] text = new byte[2 * BYTES];
    hex(text, 0);
    return new String(text, ISO_8859_1);
  }

  /** Puts 128 lower-case hex digits into a text, which has room for them. */
  void hex(byte[] text, int offset) {
    for (int i = 0; i < BYTES; i++) {
      text[offset + 2 * i] = DIGITS[bytes[i] >> 4 & 0xf];
      text[offset + 2 * i + 1] = DIGITS[bytes[i] & 0xf];
    }
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
