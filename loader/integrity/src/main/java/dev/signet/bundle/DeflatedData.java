package dev.signet.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Checks that deflated data (RFC 1951) ends exactly where the headers say.
 *
 * <p>{@link java.util.zip.ZipFile} ignores what follows the last block, while a reader that starts
 * at the front goes on there and may find entries nobody else sees.
 */
final class DeflatedData {
  private static final int BUFFER = 64 << 10;

  private DeflatedData() {}

  /**
   * Unpacks the data of a deflated entry and drops it; stops when it becomes larger than declared.
   *
   * @throws BundleException when it is damaged, or of another size packed or unpacked than declared
   */
  static void check(ArchiveFile archive, ArchiveEntry entry) throws IOException {
    Inflater inflater = new Inflater(true);
    try {
      inflate(archive, entry, inflater);
    } catch (DataFormatException e) {
      throw Failures.malformed(entry.header().name(), "Its packed data is damaged.");
    } finally {
      inflater.end();
    }
  }

  private static void inflate(ArchiveFile archive, ArchiveEntry entry, Inflater inflater)
      throws IOException, DataFormatException {
    CentralHeader header = entry.header();
    byte[] dropped = new byte[(int) Math.min(BUFFER, header.size() + 1)];
    long fed = 0;
    while (!inflater.finished()) {
      int count = inflater.inflate(dropped);
      if (inflater.getBytesWritten() > header.size()) {
        throw Failures.malformed(header.name(), "It unpacks to more than its declared size.");
      }
      if (count > 0 || inflater.finished()) {
        continue;
      }
      int length = (int) Math.min(BUFFER, header.compressedSize() - fed);
      if (inflater.needsDictionary() || length == 0) {
        throw Failures.malformed(header.name(), "Its packed data is damaged.");
      }
      ByteBuffer next = archive.read(entry.dataOffset() + fed, length);
      inflater.setInput(next);
      fed += length;
    }
    if (inflater.getBytesRead() != header.compressedSize()
        || inflater.getBytesWritten() != header.size()) {
      throw Failures.malformed(
          header.name(), "Its packed data ends elsewhere than its headers say.");
    }
  }
}
