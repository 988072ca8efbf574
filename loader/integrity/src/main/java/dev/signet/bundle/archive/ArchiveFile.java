package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the little-endian bytes of a zip archive, which no longer changes. */
public final class ArchiveFile implements Closeable {
  private final FileChannel channel;
  private final long size;

  private ArchiveFile(FileChannel channel, long size) {
    this.channel = channel;
    this.size = size;
  }

  public static ArchiveFile open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ArchiveFile(channel, channel.size());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the archive's size in bytes. */
  long size() {
    return size;
  }

  /**
   * Returns bytes of the archive.
   *
   * @throws BundleException when they are not all inside it
   */
  ByteBuffer read(long position, int length) throws IOException {
    if (position < 0 || length > size - position) {
      throw Failures.malformed("The archive is cut short, or points behind its own end.");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    read(position, buffer);
    return buffer.flip();
  }

  /** Fills a buffer with the bytes from a position on, all of which were found to be inside. */
  void read(long position, ByteBuffer buffer) throws IOException {
    long start = position - buffer.position();
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, start + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
