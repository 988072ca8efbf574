package dev.signet.admit.read;

import dev.signet.bundle.archive.ArchiveFile;
import dev.signet.file.RegularFile;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file that stays open. No channel: the first thread that is interrupted while it loads a class
 * would close that for all others.
 */
final class OpenFile implements ArchiveFile.Bytes {
  private final RandomAccessFile file;

  OpenFile(Path path) throws IOException {
    file = open(path.toFile());
  }

  /** Opens a file to be read, unless it is a pipe or the like. */
  static RandomAccessFile open(File file) throws IOException {
    RegularFile.requireTarget(file);
    return new RandomAccessFile(file, "r");
  }

  @Override
  public long size() throws IOException {
    return file.length();
  }

  @Override
  public synchronized int read(ByteBuffer buffer, long position) throws IOException {
    file.seek(position);
    int read =
        file.read(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
    if (read > 0) {
      buffer.position(buffer.position() + read);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
