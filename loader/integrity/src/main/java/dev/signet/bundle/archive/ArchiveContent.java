package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of an archive, unpacked one by one as the directory has them, which is how a class
 * loader reads it. Where they come from has to see to it that the bytes are the right ones. Safe
 * for use by several threads.
 */
public final class ArchiveContent implements Closeable {
  /** Deflate makes at most this many bytes of one (RFC 1951 by its longest match). */
  private static final long BEST_RATIO = 1032;

  private static final int LOCAL_HEADER = 30;

  /** Local headers have extra fields that the directory does not, seldom longer ones. */
  private static final int USUAL_EXTRA = 64;

  private final ArchiveFile archive;
  private final Map<String, CentralHeader> entries = new LinkedHashMap<>();
  private final Inflater inflater = new Inflater(true);

  private ArchiveContent(ArchiveFile archive) {
    this.archive = archive;
  }

  /**
   * Reads an archive's directory. The archive is closed with what is returned, and when nothing is.
   *
   * @throws BundleException when it is malformed
   */
  public static ArchiveContent of(ArchiveFile archive) throws IOException {
    try {
      ArchiveContent content = new ArchiveContent(archive);
      for (CentralHeader header : ArchiveDirectory.read(archive, EndRecord.load(archive))) {
        // Of two entries of a name, readers of the JDK take the last.
        content.entries.put(header.name(), header);
      }
      return content;
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  /** Returns the names of all entries, those of folders with a slash at the end. */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * Returns the content of an entry.
   *
   * @param name one of the {@link #names}
   * @throws IOException when it is damaged, or packed in a way that readers of the JDK do not know
   */
  public byte[] read(String name) throws IOException {
    CentralHeader header = header(name);
    ByteBuffer packed = packed(header);
    return switch (header.method()) {
      case ZipFields.STORED -> stored(header, packed);
      case ZipFields.DEFLATED -> inflated(header, packed);
      default ->
          throw Failures.malformed(
              name, "It is packed by method " + header.method() + ", which is not known.");
    };
  }

  /** Returns how many bytes of memory {@link #read} may take, by what the archive says. */
  public long memory(String name) {
    CentralHeader header = header(name);
    return Math.max(header.size(), header.compressedSize());
  }

  /**
   * Returns the content of an entry, unpacked as it is read. More strictly than {@link #read}, it
   * ends where the archive says, or throws.
   */
  public InputStream open(String name) throws IOException {
    CentralHeader header = header(name);
    ArchiveEntry entry =
        new ArchiveEntry(header, LocalHeader.load(archive, header.offset()).dataOffset());
    return header.method() == ZipFields.DEFLATED
        ? DeflatedData.open(archive, entry)
        : new StoredData(archive, entry);
  }

  private CentralHeader header(String name) {
    CentralHeader header = entries.get(name);
    if (header == null) {
      throw new IllegalArgumentException("name: no entry " + name);
    }
    return header;
  }

  private ByteBuffer packed(CentralHeader header) throws IOException {
    long usual = LOCAL_HEADER + header.name().length() + USUAL_EXTRA + header.compressedSize();
    ByteBuffer all = read(header.offset(), Math.min(usual, archive.size() - header.offset()));
    if (all.limit() < LOCAL_HEADER) {
      throw Failures.malformed("The archive's directory points to where no entry starts.");
    }
    int start =
        LOCAL_HEADER
            + Short.toUnsignedInt(all.getShort(LOCAL_HEADER - 4))
            + Short.toUnsignedInt(all.getShort(LOCAL_HEADER - 2));
    return start + header.compressedSize() <= all.limit()
        ? all.slice(start, (int) header.compressedSize())
        : read(header.offset() + start, header.compressedSize());
  }

  private ByteBuffer read(long position, long length) throws IOException {
    if (length > Integer.MAX_VALUE - 8) {
      throw Failures.malformed("The archive has an entry that is too large to read at once.");
    }
    return archive.read(position, (int) Math.max(0, length));
  }

  private static byte[] stored(CentralHeader header, ByteBuffer packed) throws IOException {
    if (header.size() != header.compressedSize()) {
      throw damaged(header);
    }
    byte[] content = new byte[packed.remaining()];
    packed.get(content);
    return content;
  }

  private byte[] inflated(CentralHeader header, ByteBuffer packed) throws IOException {
    long most = Math.min(Integer.MAX_VALUE - 8, packed.remaining() * BEST_RATIO);
    if (header.size() > most) {
      throw damaged(header);
    }
    byte[] content = new byte[(int) header.size()];
    synchronized (inflater) {
      inflater.reset();
      inflater.setInput(packed);
      try {
        int length = 0;
        while (length < content.length && !inflater.finished()) {
          int read = inflater.inflate(content, length, content.length - length);
          if (read == 0) {
            throw damaged(header);
          }
          length += read;
        }
        if (length < content.length) {
          throw damaged(header);
        }
      } catch (DataFormatException e) {
        throw damaged(header);
      }
    }
    return content;
  }

  private static BundleException damaged(CentralHeader header) {
    return Failures.malformed(header.name(), "It cannot be unpacked.");
  }

  @Override
  public void close() throws IOException {
    synchronized (inflater) {
      inflater.end();
    }
    archive.close();
  }
}
