package dev.signet.file;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads what was appended to {@link Packed} bytes, in the same order; what is not there is an
 * {@link IOException}.
 */
public final class PackedReader {
  private final ByteBuffer rest;

  PackedReader(ByteBuffer bytes) {
    rest = bytes;
  }

  /** Returns whether all was read. */
  public boolean isAtEnd() {
    return !rest.hasRemaining();
  }

  /**
   * Reads a number.
   *
   * @throws IOException when there is none
   */
  public long number() throws IOException {
    try {
      return rest.getLong();
    } catch (BufferUnderflowException e) {
      throw new IOException("it ends too early", e);
    }
  }

  /**
   * Reads a text.
   *
   * @throws IOException when there is none
   */
  public String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /**
   * Reads an instant.
   *
   * @throws IOException when there is none
   */
  public Instant instant() throws IOException {
    try {
      return Instant.ofEpochSecond(number(), number());
    } catch (DateTimeException | ArithmeticException e) {
      throw new IOException("it holds no instant", e);
    }
  }

  /**
   * Reads a text, or that there is none.
   *
   * @throws IOException when there is neither
   */
  public @Nullable String nullable() throws IOException {
    boolean there = number() != 0;
    String text = text();
    return there ? text : null;
  }

  /**
   * Reads what was packed.
   *
   * @throws IOException when there is none
   */
  public Packed block() throws IOException {
    return Packed.of(bytes());
  }

  /**
   * Reads bytes.
   *
   * @throws IOException when there is none
   */
  public byte[] bytes() throws IOException {
    int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      throw new IOException("it ends too early");
    }
    byte[] part = new byte[length];
    rest.get(part);
    return part;
  }
}
