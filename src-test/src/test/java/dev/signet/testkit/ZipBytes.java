package dev.signet.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Zip archives as no tool would write them: every field of every record can be set apart from what
 * is true. Without further settings the archive is a good one.
 */
public final class ZipBytes {
  /** Flag: sizes and checksum follow the data. */
  public static final int DESCRIPTOR = 0x8;

  /** Flag: the name is UTF-8. */
  public static final int UTF8_NAME = 0x800;

  private final List<Entry> entries = new ArrayList<>();
  private byte[] prefix = {};
  private byte[] beforeDirectory = {};
  private byte[] beforeEnd = {};
  private byte[] comment = {};
  private byte[] suffix = {};
  private int extraCount;

  /** Adds an ordinary stored file. */
  public ZipBytes file(String name, byte[] content) {
    return add(name, content, entry -> entry);
  }

  /** Adds an ordinary stored file of this text. */
  public ZipBytes file(String name, String text) {
    return file(name, text.getBytes(UTF_8));
  }

  /** Adds an entry after the settings were changed: {@code add("a", data, e -> e.flags(1))}. */
  public ZipBytes add(String name, byte[] content, UnaryOperator<Entry> settings) {
    entries.add(settings.apply(new Entry(name, content)));
    return this;
  }

  /** Puts bytes before the first entry; offsets count them. */
  public ZipBytes prefix(byte[] bytes) {
    prefix = bytes;
    return this;
  }

  /** Puts bytes between the last entry and the central directory. */
  public ZipBytes beforeDirectory(byte[] bytes) {
    beforeDirectory = bytes;
    return this;
  }

  /** Puts bytes between the central directory and the end record. */
  public ZipBytes beforeEnd(byte[] bytes) {
    beforeEnd = bytes;
    return this;
  }

  /** Sets the archive's comment. */
  public ZipBytes comment(byte[] bytes) {
    comment = bytes;
    return this;
  }

  /** Puts bytes after the archive's end. */
  public ZipBytes suffix(byte[] bytes) {
    suffix = bytes;
    return this;
  }

  /** Makes the end record count so many entries more than there are. */
  public ZipBytes extraCount(int more) {
    extraCount = more;
    return this;
  }

  /** Returns the archive. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    out.writeBytes(prefix);
    int count = extraCount;
    for (Entry entry : entries) {
      int offset = out.size();
      if (!entry.onlyCentral) {
        out.writeBytes(entry.local());
      }
      if (!entry.onlyLocal) {
        directory.writeBytes(entry.central(entry.offset >= 0 ? entry.offset : offset));
        count++;
      }
    }
    out.writeBytes(beforeDirectory);
    int directoryOffset = out.size();
    out.writeBytes(directory.toByteArray());
    out.writeBytes(beforeEnd);
    out.writeBytes(end(count, directory.size(), directoryOffset, comment));
    out.writeBytes(suffix);
    return out.toByteArray();
  }

  /** Returns an end record. */
  public static byte[] end(int count, int directorySize, int directoryOffset, byte[] comment) {
    byte[] record = new byte[22 + comment.length];
    ByteBuffer end = fill(record);
    end.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    end.putShort((short) count).putShort((short) count);
    end.putInt(directorySize).putInt(directoryOffset);
    end.putShort((short) comment.length).put(comment);
    return record;
  }

  /** Returns raw deflate data of the content. */
  public static byte[] deflated(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static ByteBuffer fill(byte[] record) {
    return ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One entry; each setting changes what both headers say, unless its name says which. */
  public static final class Entry {
    private final byte[] content;
    private byte[] name;
    private byte @Nullable [] localName;
    private byte[] data;
    private int flags;
    private int localFlags = -1;
    private int method;
    private int localMethod = -1;
    private int madeBy = 20;
    private long crc;
    private long size;
    private long compressedSize = -1;
    private long localSize = -1;
    private int externalAttributes;
    private byte[] extra = {};
    private byte[] localExtra = {};
    private byte[] comment = {};
    private byte[] descriptor = {};
    private int disk;
    private int offset = -1;
    private boolean onlyLocal;
    private boolean onlyCentral;

    private Entry(String name, byte[] content) {
      this.name = name.getBytes(UTF_8);
      this.content = content;
      this.data = content;
      this.size = content.length;
      CRC32 sum = new CRC32();
      sum.update(content);
      this.crc = sum.getValue();
    }

    /** Compresses the content. */
    public Entry deflate() {
      method = 8;
      data = deflated(content);
      return this;
    }

    /** Replaces the bytes between the headers, whatever sizes and checksum say. */
    public Entry data(byte[] bytes) {
      data = bytes;
      return this;
    }

    /** Appends a good data descriptor with its signature, and sets the flag. */
    public Entry withDescriptor() {
      flags |= DESCRIPTOR;
      byte[] after = new byte[16];
      fill(after).putInt(0x08074b50).putInt((int) crc).putInt(data.length).putInt((int) size);
      return descriptor(after);
    }

    /** Appends these bytes to the data, whatever the flags say. */
    public Entry descriptor(byte[] bytes) {
      descriptor = bytes;
      return this;
    }

    /** Sets the name's raw bytes. */
    public Entry rawName(byte[] bytes) {
      name = bytes;
      return this;
    }

    /** Sets another name in the local header. */
    public Entry localName(String text) {
      localName = text.getBytes(UTF_8);
      return this;
    }

    /** Sets the general purpose flags. */
    public Entry flags(int value) {
      flags = value;
      return this;
    }

    /** Sets other flags in the local header. */
    public Entry localFlags(int value) {
      localFlags = value;
      return this;
    }

    /** Sets the compression method, leaving the data alone. */
    public Entry method(int value) {
      method = value;
      return this;
    }

    /** Sets another method in the local header. */
    public Entry localMethod(int value) {
      localMethod = value;
      return this;
    }

    /** Sets the checksum. */
    public Entry crc(long value) {
      crc = value;
      return this;
    }

    /** Marks both sizes and gives them in zip64 fields, needed or not. */
    public Entry withZip64Sizes() {
      byte[] field = new byte[20];
      fill(field).putShort((short) 1).putShort((short) 16).putLong(size).putLong(data.length);
      return extra(field).localExtra(field).size(0xffffffffL).compressedSize(0xffffffffL);
    }

    /** Sets the uncompressed size. */
    public Entry size(long value) {
      size = value;
      return this;
    }

    /** Sets the compressed size. */
    public Entry compressedSize(long value) {
      compressedSize = value;
      return this;
    }

    /** Sets another uncompressed size in the local header. */
    public Entry localSize(long value) {
      localSize = value;
      return this;
    }

    /** Sets the Unix mode, as an archiver on Unix would. */
    public Entry unixMode(int mode) {
      madeBy = 3 << 8 | 20;
      externalAttributes = mode << 16;
      return this;
    }

    /** Sets the external attributes alone. */
    public Entry externalAttributes(int value) {
      externalAttributes = value;
      return this;
    }

    /** Sets the extra field of the central header. */
    public Entry extra(byte[] bytes) {
      extra = bytes;
      return this;
    }

    /** Sets the extra field of the local header. */
    public Entry localExtra(byte[] bytes) {
      localExtra = bytes;
      return this;
    }

    /** Sets the entry's comment. */
    public Entry comment(byte[] bytes) {
      comment = bytes;
      return this;
    }

    /** Sets the number of the disk the entry starts on. */
    public Entry disk(int value) {
      disk = value;
      return this;
    }

    /** Makes the central header point elsewhere. */
    public Entry offset(int value) {
      offset = value;
      return this;
    }

    /** Leaves the entry out of the central directory. */
    public Entry onlyLocal() {
      onlyLocal = true;
      return this;
    }

    /** Leaves local header and data out. */
    public Entry onlyCentral() {
      onlyCentral = true;
      return this;
    }

    private long compressedSize() {
      return compressedSize >= 0 ? compressedSize : data.length;
    }

    private byte[] local() {
      byte[] shownName = localName == null ? name : localName;
      int shownFlags = localFlags >= 0 ? localFlags : flags;
      boolean later = (shownFlags & DESCRIPTOR) != 0;
      int length = 30 + shownName.length + localExtra.length + data.length + descriptor.length;
      byte[] record = new byte[length];
      ByteBuffer header = fill(record).putInt(0x04034b50).putShort((short) 20);
      header.putShort((short) shownFlags);
      header.putShort((short) (localMethod >= 0 ? localMethod : method)).putInt(0x00210000);
      header.putInt(later ? 0 : (int) crc);
      header.putInt(later ? 0 : (int) compressedSize());
      header.putInt(later ? 0 : (int) (localSize >= 0 ? localSize : size));
      header.putShort((short) shownName.length).putShort((short) localExtra.length);
      header.put(shownName).put(localExtra).put(data).put(descriptor);
      return record;
    }

    private byte[] central(int at) {
      byte[] record = new byte[46 + name.length + extra.length + comment.length];
      ByteBuffer header = fill(record);
      header.putInt(0x02014b50).putShort((short) madeBy).putShort((short) 20);
      header.putShort((short) flags).putShort((short) method).putInt(0x00210000);
      header.putInt((int) crc).putInt((int) compressedSize()).putInt((int) size);
      header.putShort((short) name.length).putShort((short) extra.length);
      header.putShort((short) comment.length).putShort((short) disk).putShort((short) 0);
      header.putInt(externalAttributes).putInt(at);
      header.put(name).put(extra).put(comment);
      return record;
    }
  }
}
