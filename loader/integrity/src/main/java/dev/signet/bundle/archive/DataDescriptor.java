package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Data descriptor: APPNOTE section 4.3.9, with or without its optional signature. What follows the
 * data of an entry whose flag 3 is set.
 */
record DataDescriptor(long crc, long compressedSize, long size) {
  private static final int SIGNATURE = 0x08074b50;
  private static final int LENGTH = 12;
  private static final int LENGTH_WITH_SIGNATURE = 16;

  /**
   * Reads the descriptor that fills the space between two positions.
   *
   * @throws BundleException when that is not just a descriptor's space
   */
  static DataDescriptor load(ArchiveFile archive, long start, long end) throws IOException {
    long length = end - start;
    if (length != LENGTH && length != LENGTH_WITH_SIGNATURE) {
      throw Failures.malformed("The archive has data between its entries.");
    }
    ByteBuffer buffer = archive.read(start, (int) length);
    if (length == LENGTH_WITH_SIGNATURE && buffer.getInt() != SIGNATURE) {
      throw Failures.malformed("The archive has data between its entries.");
    }
    return new DataDescriptor(
        ZipFields.unsignedInt(buffer),
        ZipFields.unsignedInt(buffer),
        ZipFields.unsignedInt(buffer));
  }

  boolean fits(CentralHeader central) {
    return crc == central.crc()
        && compressedSize == central.compressedSize()
        && size == central.size();
  }
}
