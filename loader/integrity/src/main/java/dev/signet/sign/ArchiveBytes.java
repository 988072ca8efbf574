package dev.signet.sign;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.ZipException;

/** The bytes of an archive, at any place of it. */
record ArchiveBytes(FileChannel channel) {

  long size() throws IOException {
    return channel.size();
  }

  /** Returns so many bytes from there, in the order of archives. */
  ByteBuffer read(long position, int length) throws IOException {
    if (position < 0 || length > channel.size() - position) {
      throw new ZipException("It is cut short, or points behind its own end.");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the archive ends too early");
      }
    }
    return buffer.flip();
  }

  /** Appends so many bytes from there to another file. */
  void copy(long position, long length, FileChannel out) throws IOException {
    long end = position + length;
    while (position < end) {
      long count = channel.transferTo(position, end - position, out);
      if (count <= 0) {
        throw new EOFException("the archive ends too early");
      }
      position += count;
    }
  }

  /** Appends all of the bytes to a file. */
  static void append(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
