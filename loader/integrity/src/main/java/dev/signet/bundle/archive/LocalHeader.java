package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Local file header: APPNOTE section 4.3.7. Readers that start at the front believe this one, so it
 * has to say what the central header says.
 *
 * @param dataOffset where the entry's data starts in the archive
 * @param extraProblem what is wrong with its extra fields; empty when nothing is
 */
record LocalHeader(
    String name,
    int flags,
    int method,
    long crc,
    long compressedSize,
    long size,
    long dataOffset,
    Optional<String> extraProblem) {

  private static final int SIGNATURE = 0x04034b50;
  private static final int LENGTH = 30;

  /**
   * Reads the header at a position.
   *
   * @throws BundleException when no header is there
   */
  static LocalHeader load(ArchiveFile archive, long position) throws IOException {
    ByteBuffer buffer = archive.read(position, LENGTH);
    if (buffer.getInt() != SIGNATURE) {
      throw Failures.malformed("The archive's directory points to where no entry starts.");
    }
    buffer.getShort(); // version needed
    int flags = ZipFields.unsignedShort(buffer);
    int method = ZipFields.unsignedShort(buffer);
    buffer.getInt(); // time and date
    long crc = ZipFields.unsignedInt(buffer);
    long compressedSize = ZipFields.unsignedInt(buffer);
    long size = ZipFields.unsignedInt(buffer);
    int nameLength = ZipFields.unsignedShort(buffer);
    int extraLength = ZipFields.unsignedShort(buffer);
    ByteBuffer rest = archive.read(position + LENGTH, nameLength + extraLength);
    String name = ZipFields.text(rest, nameLength);
    Optional<String> extra = ZipFields.checkExtra(rest, extraLength);
    long dataOffset = position + LENGTH + nameLength + extraLength;
    return new LocalHeader(name, flags, method, crc, compressedSize, size, dataOffset, extra);
  }

  /** Returns in what this header differs from the central one; empty when in nothing. */
  Optional<String> mismatch(CentralHeader central) {
    if (!name.equals(central.name())) {
      return Optional.of("It has another name where its data lies.");
    }
    if (flags != central.flags() || method != central.method()) {
      return Optional.of("It is packed or named in another way where its data lies.");
    }
    boolean left = crc == 0 && compressedSize == 0 && size == 0;
    boolean equal =
        crc == central.crc()
            && compressedSize == central.compressedSize()
            && size == central.size();
    if (!equal && !(central.hasDescriptor() && left)) {
      return Optional.of("It has another size or checksum where its data lies.");
    }
    return extraProblem;
  }
}
