package dev.signet.admit;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers and texts one after the other, in binary. Immutable. */
final class Packed {
  static final Packed EMPTY = new Packed(new byte[0]);

  private final byte[] bytes;

  /** Keeps the array, which nobody may change. */
  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the bytes of a file. */
  static Packed of(byte[] content) {
    return new Packed(content.clone());
  }

  byte[] toBytes() {
    return bytes.clone();
  }

  boolean isEmpty() {
    return bytes.length == 0;
  }

  Reader reader() {
    return new Reader(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Packed that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Appends. */
  static final class Writer {
    private byte[] bytes = new byte[1 << 10];
    private int length;

    Writer number(long value) {
      int start = room(Long.BYTES);
      ByteBuffer.wrap(bytes).putLong(start, value);
      return this;
    }

    Writer text(String text) {
      return block(text.getBytes(StandardCharsets.UTF_8));
    }

    Writer block(Packed part) {
      return block(part.bytes);
    }

    Writer block(byte[] part) {
      int start = room(Integer.BYTES + part.length);
      ByteBuffer.wrap(bytes).putInt(start, part.length);
      System.arraycopy(part, 0, bytes, start + Integer.BYTES, part.length);
      return this;
    }

    Packed packed() {
      return new Packed(Arrays.copyOf(bytes, length));
    }

    /** Makes room and returns where it begins. */
    private int room(int more) {
      int start = length;
      int needed = Math.addExact(length, more);
      if (needed > bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2L * needed));
      }
      length = needed;
      return start;
    }
  }

  /** Reads what was appended; what is not there is an {@link IOException}. */
  static final class Reader {
    private final ByteBuffer rest;

    private Reader(byte[] bytes) {
      rest = ByteBuffer.wrap(bytes);
    }

    boolean isAtEnd() {
      return !rest.hasRemaining();
    }

    long number() throws IOException {
      try {
        return rest.getLong();
      } catch (BufferUnderflowException e) {
        throw new IOException("it ends too early", e);
      }
    }

    String text() throws IOException {
      return new String(bytes(), StandardCharsets.UTF_8);
    }

    Packed block() throws IOException {
      return new Packed(bytes());
    }

    byte[] bytes() throws IOException {
      int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
      if (length < 0 || length > rest.remaining()) {
        throw new IOException("it ends too early");
      }
      byte[] part = new byte[length];
      rest.get(part);
      return part;
    }
  }
}
