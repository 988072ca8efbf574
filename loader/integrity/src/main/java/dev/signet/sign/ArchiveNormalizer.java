package dev.signet.sign;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * Writes an archive of an ordinary tool anew in the one form that every reader reads alike: sizes
 * before the data, no zip64, no extra fields, no {@code ./} before names. Packed data, names,
 * times, modes and comments stay as they are otherwise, byte for byte.
 *
 * <p>Nothing is chosen: what a directory and the entries themselves tell differently, two entries
 * of one name, and bytes that belong to no entry are refused. The result is read by the strict
 * reader afterwards, as any other archive.
 */
final class ArchiveNormalizer {
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int LOCATOR_LENGTH = 20;
  private static final int END64_LENGTH = 56;
  private static final int TAPE_BLOCK = 20 * 512;
  private static final int LARGEST_DIRECTORY = 64 << 20;
  private static final long MOST_BYTES = 0xfffffffeL;
  private static final int MOST_ENTRIES = 0xfffe;

  private final FileChannel source;
  private final FileChannel out;

  private ArchiveNormalizer(FileChannel source, FileChannel out) {
    this.source = source;
    this.out = out;
  }

  /** Where the directory lies, by the end record and by that of zip64 when there is one. */
  private record End(long directory, long length, long entries, ByteBuffer comment) {}

  /**
   * Writes the archive anew.
   *
   * @param out empty
   * @throws ZipException when it can be read in several ways; the message is a sentence
   */
  static void write(FileChannel source, FileChannel out) throws IOException {
    new ArchiveNormalizer(source, out).write();
  }

  private void write() throws IOException {
    End end = end();
    List<ZipRecord> entries = directory(end);
    List<ZipRecord> written = new ArrayList<>();
    long expected = 0;
    for (int i = 0; i < entries.size(); i++) {
      ZipRecord entry = entries.get(i);
      if (entry.offset() != expected) {
        throw new ZipException("It has data before or between its entries, or some overlap.");
      }
      expected = i + 1 < entries.size() ? entries.get(i + 1).offset() : end.directory();
      long data = dataOf(entry, expected);
      if (!entry.isRoot()) {
        entry.movedTo(out.position());
        writeFully(entry.local());
        copy(data, entry.compressedSize());
        written.add(entry);
      }
    }
    if (expected != end.directory()) {
      throw new ZipException("It has data that belongs to no entry.");
    }
    writeDirectory(written, end.comment());
  }

  private void writeDirectory(List<ZipRecord> entries, ByteBuffer comment) throws IOException {
    long start = out.position();
    for (ZipRecord entry : entries) {
      writeFully(entry.central());
    }
    long length = out.position() - start;
    if (out.position() > MOST_BYTES || entries.size() > MOST_ENTRIES) {
      throw new ZipException("It is too large for an archive without zip64.");
    }
    ByteBuffer end = ZipRecord.buffer(END_LENGTH + comment.remaining());
    end.putInt(ZipRecord.END).putInt(0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt((int) length).putInt((int) start);
    writeFully(end.putShort((short) comment.remaining()).put(comment.duplicate()).flip());
  }

  private End end() throws IOException {
    int length = (int) Math.min(source.size(), END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = read(source.size() - length, length);
    int at = length - END_LENGTH;
    while (at >= 0 && tail.getInt(at) != ZipRecord.END) {
      at--;
    }
    int behind = at < 0 ? 0 : at + END_LENGTH + Short.toUnsignedInt(tail.getShort(at + 20));
    if (at < 0 || behind > length || !isPadding(tail.slice(behind, length - behind))) {
      throw new ZipException("It has no end record, or data behind it.");
    }
    ByteBuffer comment = tail.slice(at + END_LENGTH, behind - at - END_LENGTH);
    long position = source.size() - length + at;
    boolean oneDisk = tail.getInt(at + 4) == 0 && tail.getShort(at + 8) == tail.getShort(at + 10);
    End small =
        new End(
            Integer.toUnsignedLong(tail.getInt(at + 16)),
            Integer.toUnsignedLong(tail.getInt(at + 12)),
            Short.toUnsignedLong(tail.getShort(at + 10)),
            comment);
    long locator = position - LOCATOR_LENGTH;
    boolean zip64 = locator >= 0 && read(locator, 4).getInt() == ZipRecord.LOCATOR64;
    End end = zip64 ? end64(small, locator) : small;
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
  private End end64(End small, long locator) throws IOException {
    ByteBuffer where = read(locator, LOCATOR_LENGTH);
    long start = locator - END64_LENGTH;
    if (start < 0 || where.getInt(4) != 0 || where.getLong(8) != start) {
      throw new ZipException("Its zip64 end record does not lie where it should.");
    }
    ByteBuffer record = read(start, END64_LENGTH);
    End large =
        new End(record.getLong(48), record.getLong(40), record.getLong(32), small.comment());
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

  /** Returns the entries in the order in which they lie. */
  private List<ZipRecord> directory(End end) throws IOException {
    if (end.length() > LARGEST_DIRECTORY) {
      throw new ZipException("Its directory is larger than any real one.");
    }
    ByteBuffer directory = read(end.directory(), (int) end.length());
    List<ZipRecord> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (directory.hasRemaining()) {
      ZipRecord entry = ZipRecord.read(directory);
      if (!names.add(entry.path())) {
        throw new ZipException("It has two entries of the name " + entry.path() + ".");
      }
      entries.add(entry);
    }
    if (entries.size() != end.entries()) {
      throw new ZipException("Its directory has another number of entries than it says.");
    }
    entries.sort(Comparator.comparingLong(ZipRecord::offset));
    return entries;
  }

  /** Checks the entry's own header and what follows its data; returns where that lies. */
  private long dataOf(ZipRecord entry, long next) throws IOException {
    ByteBuffer start = read(entry.offset(), ZipRecord.LOCAL_LENGTH);
    int rest = Short.toUnsignedInt(start.getShort(26)) + Short.toUnsignedInt(start.getShort(28));
    long data = entry.offset() + ZipRecord.LOCAL_LENGTH + rest;
    entry.checkLocal(read(entry.offset(), ZipRecord.LOCAL_LENGTH + rest));
    long gap = next - data - entry.compressedSize();
    if (gap < 0 || gap > ZipRecord.LONGEST_DESCRIPTOR) {
      throw new ZipException("It has data between its entries, or some overlap.");
    }
    entry.checkDescriptor(read(next - gap, (int) gap));
    return data;
  }

  private void copy(long position, long length) throws IOException {
    long end = position + length;
    while (position < end) {
      long count = source.transferTo(position, end - position, out);
      if (count <= 0) {
        throw new EOFException("the archive ends too early");
      }
      position += count;
    }
  }

  private ByteBuffer read(long position, int length) throws IOException {
    if (position < 0 || length > source.size() - position) {
      throw new ZipException("It is cut short, or points behind its own end.");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (source.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the archive ends too early");
      }
    }
    return buffer.flip();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
