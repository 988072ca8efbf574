package dev.signet.admit.read;

import dev.signet.bundle.archive.ArchiveContent;
import dev.signet.manifest.Digest;
import dev.signet.manifest.Sha512;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads something to its end, which may by now be anything, of any size: before more than a little
 * memory is taken for it, it is read once to see that it is what was signed. What is returned may
 * have been changed in between, and has to be hashed itself.
 */
final class WholeContent {
  /** So many bytes may be anybody's. */
  static final int LITTLE = 1 << 20;

  private WholeContent() {}

  private interface Source {
    InputStream open() throws IOException;
  }

  /**
   * Reads a file.
   *
   * @throws ChangedException when it is large, and not what was signed
   */
  static byte[] ofFile(String path, Digest signed) throws IOException {
    try (RandomAccessFile file = OpenFile.open(new File(path))) {
      long size = file.length();
      return size > LITTLE ? proven(() -> fromStart(file), signed) : firstBytes(file, (int) size);
    }
  }

  /** The file that is open, whatever stands in its place by now; closing this leaves it open. */
  private static InputStream fromStart(RandomAccessFile file) throws IOException {
    file.seek(0);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return file.read();
      }

      @Override
      public int read(byte[] bytes, int start, int length) throws IOException {
        return file.read(bytes, start, length);
      }
    };
  }

  private static byte[] firstBytes(RandomAccessFile file, int size) throws IOException {
    byte[] bytes = new byte[size];
    int length = 0;
    while (length < size) {
      int count = file.read(bytes, length, size - length);
      if (count < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += count;
    }
    return bytes;
  }

  /**
   * Reads an entry of an archive.
   *
   * @throws ChangedException when it is large, and not what was signed
   */
  static byte[] ofEntry(ArchiveContent archive, String name, Digest signed) throws IOException {
    return archive.memory(name) > LITTLE
        ? proven(() -> archive.open(name), signed)
        : archive.read(name);
  }

  private static byte[] proven(Source source, Digest signed) throws IOException {
    long size = 0;
    MessageDigest sha512 = Sha512.newDigest();
    try (InputStream in = source.open()) {
      byte[] buffer = new byte[64 << 10];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha512.update(buffer, 0, count);
        size += count;
      }
    }
    Digest found = Digest.of(sha512.digest());
    if (!found.equals(signed)) {
      throw new ChangedException(found.hex());
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IOException("it is too large to be read at once");
    }
    try (InputStream in = source.open()) {
      return in.readNBytes((int) size);
    }
  }
}
