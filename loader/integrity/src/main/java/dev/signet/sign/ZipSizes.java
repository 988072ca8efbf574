package dev.signet.sign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * How large an entry is, and where it lies; what is marked in its header is the next number of its
 * zip64 field (APPNOTE.TXT 4.5.3).
 *
 * @param offset of its own header in the archive; 0 when read from that one, which does not say
 */
record ZipSizes(long size, long compressedSize, long offset) {
  static final long MARK = 0xffffffffL;

  /** Reads those of an entry's own header. */
  static ZipSizes ofLocal(ByteBuffer header, byte[] zip64) throws ZipException {
    ByteBuffer large = ByteBuffer.wrap(zip64).order(ByteOrder.LITTLE_ENDIAN);
    ZipSizes sizes = new ZipSizes(size(header, 22, large), size(header, 18, large), 0);
    sizes.requireNoOthers(large);
    return sizes;
  }

  /** Reads those of the directory's header, which may also name another part of an archive. */
  static ZipSizes ofCentral(ByteBuffer header, byte[] zip64) throws ZipException {
    ByteBuffer large = ByteBuffer.wrap(zip64).order(ByteOrder.LITTLE_ENDIAN);
    ZipSizes sizes =
        new ZipSizes(size(header, 24, large), size(header, 20, large), size(header, 42, large));
    if (large.remaining() == 4 && large.getInt() == 0) {
      return sizes;
    }
    if (ZipRecord.unsigned(header, 34) == 0xffff) {
      throw besides();
    }
    sizes.requireNoOthers(large);
    return sizes;
  }

  private void requireNoOthers(ByteBuffer large) throws ZipException {
    boolean unused = large.position() == 0;
    if (large.hasRemaining() && !(unused && repeats(large))) {
      throw besides();
    }
  }

  private static ZipException besides() {
    return new ZipException("It has zip64 sizes besides others.");
  }

  /** Some tools write the field without need: then it has to say what the others say. */
  private boolean repeats(ByteBuffer large) {
    long[] expected = {size, compressedSize, offset};
    int i = 0;
    while (large.remaining() >= 8 && i < expected.length) {
      if (large.getLong() != expected[i++]) {
        return false;
      }
    }
    return !large.hasRemaining();
  }

  private static long size(ByteBuffer header, int field, ByteBuffer large) throws ZipException {
    long value = Integer.toUnsignedLong(header.getInt(field));
    if (value != MARK) {
      return value;
    }
    if (large.remaining() < 8) {
      throw new ZipException("Its zip64 sizes are missing.");
    }
    return large.getLong();
  }
}
