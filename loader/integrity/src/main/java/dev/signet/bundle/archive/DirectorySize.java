package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * How large a zip's directory may be for the JDK, which reads all of it into memory. For jars
 * inside a bundle, which may be of any form the JDK can read, zip64 and data before the archive
 * included.
 */
public final class DirectorySize {
  /** In bytes; room for half a million entries with long names. */
  private static final long MAXIMUM = 64L << 20;

  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_LENGTH = 20;
  private static final int ZIP64_RECORD_SIGNATURE = 0x06064b50;
  private static final int ZIP64_RECORD_LENGTH = 56;

  private DirectorySize() {}

  /**
   * Makes sure that the JDK can be let read an archive.
   *
   * @param path what to call it
   * @throws BundleException when its directory is too large
   */
  public static void requireBounded(Path archive, String path) throws IOException {
    try (ArchiveFile file = ArchiveFile.open(archive)) {
      if (largest(file) > MAXIMUM) {
        throw Failures.of(Reason.LIMIT_EXCEEDED, path, "The jar's directory is too large to read.");
      }
    }
  }

  /**
   * Returns the largest size in bytes that any end record the JDK might settle on gives, APPNOTE
   * sections 4.3.14 to 4.3.16; larger ones than the archive itself are left to the JDK to refuse.
   */
  private static long largest(ArchiveFile archive) throws IOException {
    if (archive.size() < EndRecord.LENGTH) {
      return 0;
    }
    ByteBuffer tail = EndRecord.tail(archive).order(ByteOrder.LITTLE_ENDIAN);
    long tailStart = archive.size() - tail.limit();
    long largest = 0;
    for (int i = tail.limit() - EndRecord.LENGTH; i >= 0; i--) {
      if (tail.getInt(i) == EndRecord.SIGNATURE) {
        long size = Integer.toUnsignedLong(tail.getInt(i + 12));
        largest = Math.max(largest, size < archive.size() ? size : 0);
        largest = Math.max(largest, zip64(archive, tailStart + i));
      }
    }
    return largest;
  }

  private static long zip64(ArchiveFile archive, long end) throws IOException {
    if (end < ZIP64_LOCATOR_LENGTH) {
      return 0;
    }
    ByteBuffer locator = archive.read(end - ZIP64_LOCATOR_LENGTH, ZIP64_LOCATOR_LENGTH);
    long position = locator.getLong(8);
    if (locator.getInt() != ZIP64_LOCATOR_SIGNATURE
        || position < 0
        || position > archive.size() - ZIP64_RECORD_LENGTH) {
      return 0;
    }
    ByteBuffer record = archive.read(position, ZIP64_RECORD_LENGTH);
    long size = record.getLong(40);
    boolean possible = size >= 0 && size < archive.size();
    return record.getInt() == ZIP64_RECORD_SIGNATURE && possible ? size : 0;
  }
}
