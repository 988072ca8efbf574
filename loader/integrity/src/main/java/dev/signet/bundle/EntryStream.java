package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.verdict.Reason;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * Delivers exactly as many bytes as an entry was listed with, and checks them against their
 * checksum where there is one. Whatever goes wrong is a {@link BundleException}. Not for several
 * threads.
 */
@Internal
public final class EntryStream extends FilterInputStream {
  private final String path;
  private final Reason mismatch;
  private final OptionalLong crc;
  private final CRC32 sum = new CRC32();
  private long remaining;
  private boolean ended;

  private EntryStream(InputStream in, BundleEntry entry, Reason mismatch, OptionalLong crc) {
    super(in);
    this.path = entry.path().value();
    this.remaining = entry.size();
    this.mismatch = mismatch;
    this.crc = crc;
  }

  /** Reads a file of a folder; it has changed when its size is not the listed one. */
  public static InputStream ofFile(InputStream in, BundleEntry entry) {
    return new EntryStream(in, entry, Reason.IO_ERROR, OptionalLong.empty());
  }

  /** Reads an entry of an archive, which is malformed when size or checksum do not fit. */
  public static InputStream ofArchive(InputStream in, BundleEntry entry, long crc) {
    return new EntryStream(in, entry, Reason.MALFORMED_ARCHIVE, OptionalLong.of(crc));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    if (remaining == 0) {
      end();
      return -1;
    }
    // One byte more than there should be: a file gives less than it is asked for at its end only.
    int wanted = (int) Math.min(length, crc.isPresent() ? remaining : remaining + 1);
    int count = readSome(buffer, offset, wanted);
    if (count < 0) {
      throw Failures.of(
          mismatch, path, "The content ends " + remaining + " bytes before its listed size.");
    }
    if (count > remaining) {
      throw tooLong();
    }
    ended = count == remaining && wanted > remaining;
    if (crc.isPresent()) {
      sum.update(buffer, offset, count);
    }
    remaining -= count;
    return count;
  }

  private void end() throws IOException {
    if (readSome(new byte[1], 0, 1) >= 0) {
      throw tooLong();
    }
    if (crc.isPresent() && crc.getAsLong() != sum.getValue()) {
      throw Failures.of(mismatch, path, "The content does not fit its checksum.");
    }
    ended = true;
  }

  private BundleException tooLong() {
    return Failures.of(mismatch, path, "The content is longer than its listed size.");
  }

  private int readSome(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (ZipException | EOFException e) {
      throw Failures.malformed(path, "The entry cannot be unpacked: " + Failures.sentence(e));
    } catch (IOException e) {
      throw Failures.reading(path, e);
    }
  }

  @Override
  public long skip(long count) throws IOException {
    // Skipped bytes would be missing from the checksum.
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8_192)]));
  }

  @Override
  public int available() {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
