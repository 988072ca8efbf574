package dev.signet.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
  public PackedReader reader() {
    return reader(bytes.length);
  }

  /** Returns a reader at the beginning, for which only so many bytes are there. */
  public PackedReader reader(int length) {
    return new PackedReader(ByteBuffer.wrap(bytes, 0, length));
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
}
