package dev.signet.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * Where an archive's directory lies, by the end record and by that of zip64 when there is one
 * (APPNOTE.TXT 4.3.14 to 4.3.16).
 */
record ZipEnd(long directory, long length, long entries, ByteBuffer comment) {
  static final int LENGTH = 22;

  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LOCATOR_LENGTH = 20;
  private static final int END64_LENGTH = 56;
  private static final int TAPE_BLOCK = 20 * 512;

  /**
   * Finds it.
   *
   * @throws ZipException when there is none, it does not say where the directory lies, or another
   *     one says something else
   */
  static ZipEnd of(ArchiveBytes source) throws IOException {
    int length = (int) Math.min(source.size(), LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = source.read(source.size() - length, length);
    int at = length - LENGTH;
    while (at >= 0 && tail.getInt(at) != ZipRecord.END) {
      at--;
    }
    int behind = at < 0 ? 0 : at + LENGTH + Short.toUnsignedInt(tail.getShort(at + 20));
    if (at < 0 || behind > length || !isPadding(tail.slice(behind, length - behind))) {
      throw new ZipException("It has no end record, or data behind it.");
    }
    ByteBuffer comment = tail.slice(at + LENGTH, behind - at - LENGTH);
    long position = source.size() - length + at;
    boolean oneDisk = tail.getInt(at + 4) == 0 && tail.getShort(at + 8) == tail.getShort(at + 10);
    ZipEnd small =
        new ZipEnd(
            Integer.toUnsignedLong(tail.getInt(at + 16)),
            Integer.toUnsignedLong(tail.getInt(at + 12)),
            Short.toUnsignedLong(tail.getShort(at + 10)),
            comment);
    long locator = position - LOCATOR_LENGTH;
    boolean zip64 = locator >= 0 && source.read(locator, 4).getInt() == ZipRecord.LOCATOR64;
    ZipEnd end = zip64 ? end64(small, locator, source) : small;
    long directoryEnd = zip64 ? locator - END64_LENGTH : position;
    if (!oneDisk || end.directory() < 0 || end.directory() + end.length() != directoryEnd) {
      throw new ZipException("Its directory does not lie where its end record says.");
    }
    return end;
  }

  /** What a tool for tapes, bsdtar, writes to a stream is filled up with zeros to whole blocks. */
  private static boolean isPadding(ByteBuffer rest) {
    boolean zeros = rest.remaining() < TAPE_BLOCK;
    while (zeros && rest.hasRemaining()) {
      zeros = rest.get() == 0;
    }
    return zeros;
  }

  /** The record has to lie right before its locator, and to say what the other one leaves open. */
  private static ZipEnd end64(ZipEnd small, long locator, ArchiveBytes source) throws IOException {
    ByteBuffer where = source.read(locator, LOCATOR_LENGTH);
    long start = locator - END64_LENGTH;
    if (start < 0 || where.getInt(4) != 0 || where.getLong(8) != start) {
      throw new ZipException("Its zip64 end record does not lie where it should.");
    }
    ByteBuffer record = source.read(start, END64_LENGTH);
    ZipEnd large =
        new ZipEnd(record.getLong(48), record.getLong(40), record.getLong(32), small.comment());
    boolean sound =
        record.getInt(0) == ZipRecord.END64
            && record.getLong(4) == END64_LENGTH - 12
            && record.getLong(16) == 0
            && record.getLong(24) == large.entries()
            && agree(small.entries(), 0xffffL, large.entries())
            && agree(small.length(), ZipSizes.MARK, large.length())
            && agree(small.directory(), ZipSizes.MARK, large.directory());
    if (!sound) {
      throw new ZipException("Its two end records differ.");
    }
    return large;
  }

  private static boolean agree(long small, long mark, long large) {
    return small == mark || small == large;
  }
}
