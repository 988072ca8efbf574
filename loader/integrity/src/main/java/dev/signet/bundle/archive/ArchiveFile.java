package dev.signet.bundle.archive;

import dev.signet.bundle.BundleException;
import dev.signet.bundle.Failures;
import dev.signet.file.RegularFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Random access to the little-endian bytes of a zip archive, which no longer changes. */
public final class ArchiveFile implements Closeable {
  private final Bytes bytes;
  private final long size;

  private ArchiveFile(Bytes bytes, long size) {
    this.bytes = bytes;
    this.size = size;
  }

  /** Where the bytes come from. */
  public interface Bytes extends Closeable {
    /** Returns how many there are. */
    long size() throws IOException;

    /**
     * Reads bytes from a position on, at least one.
     *
     * @return how many; -1 when there are none any more
     */
    int read(ByteBuffer buffer, long position) throws IOException;
  }

  private record Channel(FileChannel file) implements Bytes {
    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
      return file.read(buffer, position);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /**
   * Opens an archive on the disk.
   *
   * @throws IOException when it cannot be opened, or is a pipe or the like
   */
  public static ArchiveFile open(Path file) throws IOException {
    RegularFile.require(file);
    return of(new Channel(FileChannel.open(file, StandardOpenOption.READ)));
  }

  /** Returns the archive of bytes, which are closed with it, and when it cannot be opened. */
  public static ArchiveFile of(Bytes bytes) throws IOException {
    try {
      return new ArchiveFile(bytes, bytes.size());
    } catch (IOException e) {
      bytes.close();
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
      if (bytes.read(buffer, start + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
