package dev.signet.bundle.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The data of an entry that is not packed. */
final class StoredData extends InputStream {
  private final ArchiveFile archive;
  private final long end;
  private long position;

  StoredData(ArchiveFile archive, ArchiveEntry entry) {
    this.archive = archive;
    this.position = entry.dataOffset();
    this.end = entry.dataOffset() + entry.header().size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == end) {
      return -1;
    }
    int count = (int) Math.min(length, end - position);
    archive.read(position, ByteBuffer.wrap(target, offset, count));
    position += count;
    return count;
  }
}
