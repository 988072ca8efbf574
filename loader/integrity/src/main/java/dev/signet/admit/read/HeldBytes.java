package dev.signet.admit.read;

import dev.signet.bundle.archive.ArchiveFile;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Sha512;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A file of which only its digest as a whole is signed, and which is not large: it is held in
 * memory once it was hashed, as long as there is memory for it. While classes are loaded one after
 * the other, that costs the least; a plugin that has all it needs gives the memory back. What is
 * asked for later is read, and hashed, as the first time.
 */
final class HeldBytes implements ArchiveFile.Bytes {
  /** Nothing larger is taken into memory before it is known to be what was signed. */
  static final int LARGEST = 16 << 20;

  /** One call for all of it would run through as slow as it began; of many, later ones are fast. */
  private static final int PIECE = 2048;

  private final ArchiveFile.Bytes file;
  private final int size;
  private final Digest signed;
  private SoftReference<byte[]> held;

  private HeldBytes(ArchiveFile.Bytes file, int size, Digest signed) throws IOException {
    this.file = file;
    this.size = size;
    this.signed = signed;
    this.held = new SoftReference<>(read());
  }

  /**
   * Returns what can be read of a file, which is read to its end for it.
   *
   * @param file is closed with what is returned, and when nothing is
   * @throws ChangedException with the digest of what is there, when it is not the signed one
   */
  static ArchiveFile.Bytes of(ArchiveFile.Bytes file, Digest signed) throws IOException {
    try {
      long size = file.size();
      return size > LARGEST
          ? CheckedBlocks.read(file, signed)
          : new HeldBytes(file, (int) size, signed);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private byte[] read() throws IOException {
    byte[] bytes = new byte[size];
    CheckedBlocks.fill(file, ByteBuffer.wrap(bytes), 0);
    MessageDigest sha512 = Sha512.newDigest();
    for (int start = 0; start < size; start += PIECE) {
      sha512.update(bytes, start, Math.min(PIECE, size - start));
    }
    Digest found = Digest.of(sha512.digest());
    if (!found.equals(signed)) {
      throw new ChangedException(found.hex());
    }
    return bytes;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public synchronized int read(ByteBuffer buffer, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    byte @Nullable [] bytes = held.get();
    if (bytes == null) {
      bytes = read();
      held = new SoftReference<>(bytes);
    }
    int count = (int) Math.min(buffer.remaining(), size - position);
    buffer.put(bytes, (int) position, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
