package dev.signet.admit.read;

import dev.signet.bundle.archive.ArchiveFile;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Sha512;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.util.Arrays;

/**
 * A large file of which only its digest as a whole is signed. It is read to its end once, and held
 * against that; the digests of its blocks, taken of the very same bytes, stay in memory, and
 * whatever is read afterwards is held against these. So a jar need not stay in memory, and what
 * becomes of the file does not matter.
 */
final class CheckedBlocks implements ArchiveFile.Bytes {
  /** What is read of a jar is a few KiB as a rule, and whole blocks have to be hashed for it. */
  static final int BLOCK = 4096;

  private static final int DIGEST = 32;
  private static final int AT_ONCE = 16 * BLOCK;

  /**
   * For the blocks of what is larger, memory is taken only when it is known to be the signed file.
   */
  private static final long LARGE = 64L << 20;

  private final ArchiveFile.Bytes file;
  private final long size;
  private final byte[] digests;
  private final MessageDigest sha256;
  private final byte[] block = new byte[BLOCK];
  private long inBlock = -1;

  private CheckedBlocks(ArchiveFile.Bytes file, long size, byte[] digests, MessageDigest sha256) {
    this.file = file;
    this.size = size;
    this.digests = digests;
    this.sha256 = sha256;
  }

  /**
   * Reads the whole file.
   *
   * @throws ChangedException with the digest of what is there, when it is not the signed one
   */
  static CheckedBlocks read(ArchiveFile.Bytes file, Digest signed) throws IOException {
    long size = file.size();
    if (size > LARGE) {
      requireSigned(signed, hash(file, size, (bytes, length, position) -> {}));
    }
    MessageDigest sha256 = sha256();
    byte[] digests = new byte[Math.toIntExact((size + BLOCK - 1) / BLOCK * DIGEST)];
    Digest found =
        hash(
            file,
            size,
            (bytes, length, position) -> {
              for (int start = 0; start < length; start += BLOCK) {
                sha256.update(bytes, start, Math.min(BLOCK, length - start));
                digest(sha256, digests, (int) ((position + start) / BLOCK) * DIGEST);
              }
            });
    requireSigned(signed, found);
    return new CheckedBlocks(file, size, digests, sha256);
  }

  private interface Pieces {
    void take(byte[] bytes, int length, long position);
  }

  private static Digest hash(ArchiveFile.Bytes file, long size, Pieces pieces) throws IOException {
    MessageDigest whole = Sha512.newDigest();
    byte[] bytes = new byte[AT_ONCE];
    for (long position = 0; position < size; position += AT_ONCE) {
      int length = (int) Math.min(AT_ONCE, size - position);
      fill(file, ByteBuffer.wrap(bytes, 0, length), position);
      whole.update(bytes, 0, length);
      pieces.take(bytes, length, position);
    }
    return Digest.of(whole.digest());
  }

  private static void requireSigned(Digest signed, Digest found) throws ChangedException {
    if (!found.equals(signed)) {
      throw new ChangedException(found.hex());
    }
  }

  /** Many processors have instructions for it, and it is only held against itself. */
  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256", "SUN");
    } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
      throw new IllegalStateException("This Java runtime has no SHA-256 of provider SUN.", e);
    }
  }

  private static void digest(MessageDigest sha256, byte[] to, int offset) {
    try {
      sha256.digest(to, offset, DIGEST);
    } catch (DigestException e) {
      throw new AssertionError("SHA-256 has 32 bytes", e);
    }
  }

  /** Reads bytes from a position on until a buffer is full. */
  static void fill(ArchiveFile.Bytes file, ByteBuffer buffer, long position) throws IOException {
    long start = position - buffer.position();
    while (buffer.hasRemaining()) {
      if (file.read(buffer, start + buffer.position()) < 0) {
        throw new ChangedException("");
      }
    }
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
    long wanted = position / BLOCK;
    int length = (int) Math.min(BLOCK, size - wanted * BLOCK);
    if (wanted != inBlock) {
      load(wanted, length);
    }
    int from = (int) (position - wanted * BLOCK);
    int count = Math.min(buffer.remaining(), length - from);
    buffer.put(block, from, count);
    return count;
  }

  private void load(long number, int length) throws IOException {
    inBlock = -1;
    fill(file, ByteBuffer.wrap(block, 0, length), number * BLOCK);
    sha256.update(block, 0, length);
    byte[] found = sha256.digest();
    int known = (int) number * DIGEST;
    if (!Arrays.equals(found, 0, DIGEST, digests, known, known + DIGEST)) {
      throw new ChangedException("");
    }
    inBlock = number;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
