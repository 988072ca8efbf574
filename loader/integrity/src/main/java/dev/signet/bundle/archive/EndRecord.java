package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * End of central directory record: APPNOTE section 4.3.16. The one place a reader starts from, so
 * there must be exactly one, with nothing behind it.
 *
 * @param position where it starts in the archive
 */
record EndRecord(long position, int entries, long directorySize, long directoryOffset) {
  static final int SIGNATURE = 0x06054b50;
  static final int LENGTH = 22;

  private static final int LONGEST_COMMENT = 0xffff;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_LENGTH = 20;
  private static final int ZIP64_COUNT = 0xffff;

  /**
   * Finds and checks the record.
   *
   * @throws BundleException when there is none or more than one, something follows it, the archive
   *     is split or zip64, or the directory does not end where the record starts
   */
  static EndRecord load(ArchiveFile archive) throws IOException {
    if (archive.size() < LENGTH) {
      throw Failures.malformed("The file is too short to be a zip archive.");
    }
    ByteBuffer tail = tail(archive);
    long tailStart = archive.size() - tail.limit();
    int start = find(tail);
    checkNoZip64Locator(archive, tailStart + start);
    return load(tail.position(start), tailStart + start);
  }

  /** Returns the bytes in which an end record can start. */
  static ByteBuffer tail(ArchiveFile archive) throws IOException {
    int length = (int) Math.min(archive.size(), LENGTH + LONGEST_COMMENT);
    return archive.read(archive.size() - length, length);
  }

  private static int find(ByteBuffer tail) throws BundleException {
    int found = -1;
    for (int i = tail.limit() - LENGTH; i >= 0; i--) {
      if (tail.getInt(i) != SIGNATURE) {
        continue;
      }
      boolean ends = i + LENGTH + Short.toUnsignedInt(tail.getShort(i + 20)) == tail.limit();
      if (found < 0 && !ends) {
        throw Failures.malformed("The archive has data behind its end, or its comment is cut.");
      }
      if (found >= 0 && ends) {
        throw Failures.malformed("The archive has two end records.");
      }
      found = Math.max(found, i);
    }
    if (found < 0) {
      throw Failures.malformed("The file is no zip archive: it has no end record.");
    }
    return found;
  }

  private static void checkNoZip64Locator(ArchiveFile archive, long position) throws IOException {
    long locator = position - ZIP64_LOCATOR_LENGTH;
    if (locator >= 0 && archive.read(locator, 4).getInt() == ZIP64_LOCATOR_SIGNATURE) {
      throw Failures.malformed("The archive is zip64, which readers treat differently.");
    }
  }

  private static EndRecord load(ByteBuffer buffer, long position) throws BundleException {
    buffer.getInt();
    int disk = ZipFields.unsignedShort(buffer);
    int directoryDisk = ZipFields.unsignedShort(buffer);
    int entriesOnDisk = ZipFields.unsignedShort(buffer);
    int entries = ZipFields.unsignedShort(buffer);
    long size = ZipFields.unsignedInt(buffer);
    long offset = ZipFields.unsignedInt(buffer);
    if (disk != 0 || directoryDisk != 0 || entriesOnDisk != entries) {
      throw Failures.malformed("The archive is one part of several.");
    }
    if (entries == ZIP64_COUNT || size == ZipFields.ZIP64_MARK || offset == ZipFields.ZIP64_MARK) {
      throw Failures.malformed("The archive is zip64, which readers treat differently.");
    }
    if (offset + size != position) {
      throw Failures.malformed(
          "The archive's directory does not lie where its end record says, or there is data before"
              + " the archive.");
    }
    return new EndRecord(position, entries, size, offset);
  }
}
