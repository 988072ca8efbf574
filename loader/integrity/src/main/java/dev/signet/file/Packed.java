package dev.signet.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers and texts one after the other, in binary. Immutable. */
public final class Packed {
  /** Nothing. */
  public static final Packed EMPTY = new Packed(new byte[0]);

  private static final int PIECE_BYTES = 64 << 10;

  private final byte[] bytes;

  /** Keeps the array, which nobody may change. */
  private Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes the bytes of a file, which nobody may change from now on. */
  public static Packed of(byte[] content) {
    return new Packed(content);
  }

  /** Returns the bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  /** Returns whether nothing was appended. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** Returns how many bytes it has. */
  public int length() {
    return bytes.length;
  }

  /** Returns a reader at the beginning. */
  public Reader reader() {
    return reader(bytes.length);
  }

  /** Returns a reader at the beginning, for which only so many bytes are there. */
  public Reader reader(int length) {
    return new Reader(ByteBuffer.wrap(bytes, 0, length));
  }

  /**
   * Writes the bytes.
   *
   * @throws IOException when that fails
   */
  public void writeTo(OutputStream out) throws IOException {
    // In pieces, since the JDK copies each that goes to a file as a whole.
    for (int start = 0; start < bytes.length; start += PIECE_BYTES) {
      out.write(bytes, start, Math.min(PIECE_BYTES, bytes.length - start));
    }
  }

  /**
   * Writes what {@link Writer#block(Packed)} appends, and holds it in memory no second time.
   *
   * @throws IOException when that fails
   */
  public void writeBlockTo(OutputStream out) throws IOException {
    out.write(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    writeTo(out);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Packed that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Appends. */
  public static final class Writer {
    private byte[] bytes = new byte[1 << 10];
    private int length;

    /** Begins with nothing. */
    public Writer() {}

    /** Appends a number, of eight bytes. */
    public Writer number(long value) {
      int end = room(Long.BYTES) + Long.BYTES;
      // By hand: a start packs tens of thousands of numbers before anything of it is compiled.
      long rest = value;
      for (int i = end - 1; i >= end - Long.BYTES; i--) {
        bytes[i] = (byte) rest;
        rest >>= Byte.SIZE;
      }
      return this;
    }

    /** Appends a text, with its length. */
    public Writer text(String text) {
      return block(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends an instant. */
    public Writer instant(Instant instant) {
      return number(instant.getEpochSecond()).number(instant.getNano());
    }

    /** Appends a text, or that there is none. */
    public Writer nullable(@Nullable String text) {
      return number(text == null ? 0 : 1).text(text == null ? "" : text);
    }

    /** Appends what is packed already, with its length. */
    public Writer block(Packed part) {
      return block(part.bytes);
    }

    /** Appends bytes, with their length. */
    public Writer block(byte[] part) {
      int start = room(Integer.BYTES + part.length);
      ByteBuffer.wrap(bytes).putInt(start, part.length);
      System.arraycopy(part, 0, bytes, start + Integer.BYTES, part.length);
      return this;
    }

    /** Returns what was appended so far. */
    public Packed packed() {
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

  /** Reads what was appended, in the same order; what is not there is an {@link IOException}. */
  public static final class Reader {
    private final ByteBuffer rest;

    private Reader(ByteBuffer bytes) {
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
      return new Packed(bytes());
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
}
