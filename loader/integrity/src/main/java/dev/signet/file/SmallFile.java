package dev.signet.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/** Reads whole files that have a greatest size. */
public final class SmallFile {
  private SmallFile() {}

  /**
   * Returns a file's bytes. A link is not followed, a pipe not opened.
   *
   * @param maximum how many there may be
   * @throws IOException when it cannot be read, is no plain file, or has more; says so
   */
  public static byte[] read(Path file, int maximum) throws IOException {
    RegularFile.require(file);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(maximum + 1);
      if (bytes.length > maximum) {
        throw new IOException(
            String.format(Locale.ROOT, "%s has more than the %,d bytes allowed", file, maximum));
      }
      return bytes;
    }
  }
}
