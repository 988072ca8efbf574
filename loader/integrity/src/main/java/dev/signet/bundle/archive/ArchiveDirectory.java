package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The central directory of an archive: APPNOTE section 4.3.12. */
final class ArchiveDirectory {
  /** Room for as many entries as an archive without zip64 can have, with names of 200 bytes. */
  static final int LARGEST = 16 << 20;

  private ArchiveDirectory() {}

  /**
   * Returns its headers in their order; single ones may have a problem of their own.
   *
   * @throws BundleException when the directory as a whole is malformed
   */
  static List<CentralHeader> read(ArchiveFile archive, EndRecord end) throws IOException {
    if (end.directorySize() > LARGEST) {
      throw Failures.malformed("The archive's directory is larger than any real one.");
    }
    ByteBuffer buffer = archive.read(end.directoryOffset(), (int) end.directorySize());
    List<CentralHeader> headers = new ArrayList<>();
    while (buffer.hasRemaining()) {
      headers.add(CentralHeader.load(buffer));
    }
    if (headers.size() != end.entries()) {
      throw Failures.malformed(
          "The archive's directory has another number of entries than its end record says.");
    }
    return headers;
  }
}
