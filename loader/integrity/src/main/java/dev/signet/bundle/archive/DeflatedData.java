package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks the data of a deflated entry (RFC 1951), and checks that it ends exactly where the
 * headers say.
 *
 * <p>It is the {@link Inflater} that {@link java.util.zip.ZipFile} uses, over the same bytes, so
 * what a class loader gets is what is read here. But {@code ZipFile} ignores what follows the last
 * block, while a reader that starts at the front goes on there and may find entries nobody else
 * sees.
 */
final class DeflatedData extends InputStream {
  /** A good size for the buffer that packed data goes through. */
  static final int BUFFER = 64 << 10;

  private final ArchiveFile archive;
  private final ArchiveEntry entry;
  private final Inflater inflater;
  private final ByteBuffer packed;
  private long fed;

  /**
   * Starts at the entry's data.
   *
   * @param inflater for data without wrapping; is reset, and is the caller's to end
   * @param packed a buffer to use meanwhile
   */
  DeflatedData(ArchiveFile archive, ArchiveEntry entry, Inflater inflater, ByteBuffer packed) {
    this.archive = archive;
    this.entry = entry;
    this.inflater = inflater;
    this.packed = packed;
    inflater.reset();
  }

  /**
   * Unpacks the data of a deflated entry and drops it; stops when it becomes larger than declared.
   *
   * @throws BundleException when it is damaged, or of another size packed or unpacked than declared
   */
  static void check(ArchiveFile archive, ArchiveEntry entry) throws IOException {
    try (InputStream data = open(archive, entry)) {
      data.transferTo(OutputStream.nullOutputStream());
    }
  }

  /** Starts at the entry's data with an inflater of its own, which has to be closed. */
  static InputStream open(ArchiveFile archive, ArchiveEntry entry) {
    Inflater inflater = new Inflater(true);
    return new FilterInputStream(
        new DeflatedData(archive, entry, inflater, ByteBuffer.allocate(BUFFER))) {
      @Override
      public void close() {
        inflater.end();
      }
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(target, offset, length);
        if (inflater.getBytesWritten() > entry.header().size()) {
          throw malformed("It unpacks to more than its declared size.");
        }
        if (count > 0) {
          return count;
        }
        if (!inflater.finished()) {
          feed();
        }
      }
    } catch (DataFormatException e) {
      throw malformed("Its packed data is damaged.");
    }
    checkEnd();
    return -1;
  }

  private void feed() throws IOException {
    int length = (int) Math.min(packed.capacity(), entry.header().compressedSize() - fed);
    if (inflater.needsDictionary() || length == 0) {
      throw malformed("Its packed data is damaged.");
    }
    archive.read(entry.dataOffset() + fed, packed.clear().limit(length));
    inflater.setInput(packed.flip());
    fed += length;
  }

  private void checkEnd() throws BundleException {
    CentralHeader header = entry.header();
    if (inflater.getBytesRead() != header.compressedSize()
        || inflater.getBytesWritten() != header.size()) {
      throw malformed("Its packed data ends elsewhere than its headers say.");
    }
  }

  private BundleException malformed(String problem) {
    return Failures.malformed(entry.header().name(), problem);
  }
}
