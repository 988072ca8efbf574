package dev.signet.sign;

import java.io.IOException;
import java.nio.ByteBuffer;
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
  private static final int LARGEST_DIRECTORY = 64 << 20;
  private static final long MOST_BYTES = 0xfffffffeL;
  private static final int MOST_ENTRIES = 0xfffe;

  private final ArchiveBytes source;
  private final FileChannel out;

  private ArchiveNormalizer(ArchiveBytes source, FileChannel out) {
    this.source = source;
    this.out = out;
  }

  /**
   * Writes the archive anew.
   *
   * @param out empty
   * @throws ZipException when it can be read in several ways; the message is a sentence
   */
  static void write(FileChannel source, FileChannel out) throws IOException {
    new ArchiveNormalizer(new ArchiveBytes(source), out).write();
  }

  private void write() throws IOException {
    ZipEnd end = ZipEnd.of(source);
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
        ArchiveBytes.append(out, entry.local());
        source.copy(data, entry.compressedSize(), out);
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
      ArchiveBytes.append(out, entry.central());
    }
    long length = out.position() - start;
    if (out.position() > MOST_BYTES || entries.size() > MOST_ENTRIES) {
      throw new ZipException("It is too large for an archive without zip64.");
    }
    ByteBuffer end = ZipRecord.buffer(ZipEnd.LENGTH + comment.remaining());
    end.putInt(ZipRecord.END).putInt(0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt((int) length).putInt((int) start);
    ArchiveBytes.append(
        out, end.putShort((short) comment.remaining()).put(comment.duplicate()).flip());
  }

  /** Returns the entries in the order in which they lie. */
  private List<ZipRecord> directory(ZipEnd end) throws IOException {
    if (end.length() > LARGEST_DIRECTORY) {
      throw new ZipException("Its directory is larger than any real one.");
    }
    ByteBuffer directory = source.read(end.directory(), (int) end.length());
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
    ByteBuffer start = source.read(entry.offset(), ZipRecord.LOCAL_LENGTH);
    int rest = Short.toUnsignedInt(start.getShort(26)) + Short.toUnsignedInt(start.getShort(28));
    long data = entry.offset() + ZipRecord.LOCAL_LENGTH + rest;
    entry.checkLocal(source.read(entry.offset(), ZipRecord.LOCAL_LENGTH + rest));
    long gap = next - data - entry.compressedSize();
    if (gap < 0 || gap > ZipRecord.LONGEST_DESCRIPTOR) {
      throw new ZipException("It has data between its entries, or some overlap.");
    }
    entry.checkDescriptor(source.read(next - gap, (int) gap));
    return data;
  }
}
