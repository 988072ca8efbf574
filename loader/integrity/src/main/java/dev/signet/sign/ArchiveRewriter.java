package dev.signet.sign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipException;

/**
 * Puts one entry into a zip archive (PKWARE's APPNOTE.TXT 6.3.10) and copies every other as it is,
 * byte for byte: order, times, Unix modes, comments, packed data. The entry comes last, with the
 * earliest time there is, so that the same input gives the same archive.
 *
 * <p>For archives whose structure has been checked by {@code Bundle}: one end record, no zip64,
 * entries that fill the space up to the directory.
 */
final class ArchiveRewriter {
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_LENGTH = 46;
  private static final int CENTRAL_OFFSET_FIELD = 42;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int MOST_ENTRIES = 0xfffe;
  private static final long MOST_BYTES = 0xfffffffeL;

  private static final short VERSION_NEEDED = 20;
  private static final short MADE_BY_UNIX = 3 << 8 | VERSION_NEEDED;
  private static final short DEFLATED = 8;

  /** 1980-01-01, midnight. */
  private static final int EARLIEST_TIME = 0x0021_0000;

  private static final int ORDINARY_FILE = 0100644 << 16;

  private final ArchiveBytes source;
  private final byte[] name;

  private ArchiveRewriter(ArchiveBytes source, String name) {
    this.source = source;
    this.name = name.getBytes(StandardCharsets.US_ASCII);
  }

  /** A central header of its own, and where the entry's local header and data lie. */
  private record Entry(ByteBuffer header, long offset, long end) {
    boolean isNamed(byte[] name) {
      int length = Short.toUnsignedInt(header.getShort(28));
      return header.slice(CENTRAL_LENGTH, length).equals(ByteBuffer.wrap(name));
    }
  }

  /**
   * Writes the archive with the entry added or replaced.
   *
   * @param name of the entry, ASCII
   * @param out where to write to, empty
   * @throws ZipException when the archive would grow beyond what zip without zip64 can hold
   */
  static void write(FileChannel source, String name, byte[] content, FileChannel out)
      throws IOException {
    new ArchiveRewriter(new ArchiveBytes(source), name).write(content, out);
  }

  private void write(byte[] content, FileChannel out) throws IOException {
    ByteBuffer end = endRecord();
    List<Entry> entries = entries(end);
    entries.removeIf(entry -> entry.isNamed(name));
    for (Entry entry : entries) {
      entry.header().putInt(CENTRAL_OFFSET_FIELD, (int) out.position());
      source.copy(entry.offset(), entry.end() - entry.offset(), out);
    }
    ByteBuffer added = append(content, out);
    long directoryOffset = out.position();
    for (Entry entry : entries) {
      ArchiveBytes.append(out, entry.header());
    }
    ArchiveBytes.append(out, added);
    long directoryLength = out.position() - directoryOffset;
    int count = entries.size() + 1;
    if (out.position() + end.limit() > MOST_BYTES || count > MOST_ENTRIES) {
      throw new ZipException("the archive would be too large for a zip file");
    }
    end.putShort(8, (short) count).putShort(10, (short) count);
    end.putInt(12, (int) directoryLength).putInt(16, (int) directoryOffset);
    ArchiveBytes.append(out, end);
  }

  private ByteBuffer endRecord() throws IOException {
    int length = (int) Math.min(source.size(), END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = source.read(source.size() - length, length);
    for (int i = length - END_LENGTH; i >= 0; i--) {
      if (tail.getInt(i) == END_SIGNATURE
          && i + END_LENGTH + Short.toUnsignedInt(tail.getShort(i + 20)) == length) {
        return tail.position(i).slice().order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw new ZipException("the archive has no end record");
  }

  /** Returns the entries in the order of the directory; each header is a copy. */
  private List<Entry> entries(ByteBuffer end) throws IOException {
    long directoryOffset = Integer.toUnsignedLong(end.getInt(16));
    ByteBuffer directory = source.read(directoryOffset, end.getInt(12));
    List<ByteBuffer> headers = new ArrayList<>();
    while (directory.remaining() >= CENTRAL_LENGTH) {
      headers.add(nextHeader(directory));
    }
    long[] offsets = headers.stream().mapToLong(ArchiveRewriter::offset).sorted().toArray();
    List<Entry> entries = new ArrayList<>();
    for (ByteBuffer header : headers) {
      int place = Arrays.binarySearch(offsets, offset(header));
      long next = place + 1 < offsets.length ? offsets[place + 1] : directoryOffset;
      entries.add(new Entry(header, offset(header), next));
    }
    return entries;
  }

  private static ByteBuffer nextHeader(ByteBuffer directory) throws ZipException {
    int start = directory.position();
    if (directory.getInt(start) != CENTRAL_SIGNATURE) {
      throw new ZipException("the archive's directory is damaged");
    }
    int length = CENTRAL_LENGTH;
    for (int field = 28; field <= 32; field += 2) {
      length += Short.toUnsignedInt(directory.getShort(start + field));
    }
    byte[] header = new byte[length];
    directory.get(header);
    return littleEndian(header);
  }

  /** Writes local header and data, and returns the central header. */
  private ByteBuffer append(byte[] content, FileChannel out) throws IOException {
    byte[] packed = deflate(content);
    CRC32 crc = new CRC32();
    crc.update(content);
    byte[] shared = new byte[26];
    littleEndian(shared)
        .putShort(VERSION_NEEDED)
        .putShort((short) 0)
        .putShort(DEFLATED)
        .putInt(EARLIEST_TIME)
        .putInt((int) crc.getValue())
        .putInt(packed.length)
        .putInt(content.length)
        .putShort((short) name.length)
        .putShort((short) 0);
    ByteBuffer central = littleEndian(new byte[CENTRAL_LENGTH + name.length]);
    central.putInt(CENTRAL_SIGNATURE).putShort(MADE_BY_UNIX).put(shared);
    central.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    central.putInt(ORDINARY_FILE).putInt((int) out.position()).put(name);
    ByteBuffer local = littleEndian(new byte[LOCAL_LENGTH + name.length + packed.length]);
    local.putInt(LOCAL_SIGNATURE).put(shared).put(name).put(packed);
    ArchiveBytes.append(out, local.flip());
    return central.flip();
  }

  private static byte[] deflate(byte[] content) throws IOException {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater)) {
      out.write(content);
    } finally {
      deflater.end();
    }
    return packed.toByteArray();
  }

  private static long offset(ByteBuffer header) {
    return Integer.toUnsignedLong(header.getInt(CENTRAL_OFFSET_FIELD));
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
