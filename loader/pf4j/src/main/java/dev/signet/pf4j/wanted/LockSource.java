package dev.signet.pf4j.wanted;

import dev.signet.file.SmallFile;
import dev.signet.lock.SignedLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a host gets the list of its fleet: a file, or whatever else its host has. Who answers there
 * is not trusted.
 */
public interface LockSource {

  /**
   * Returns the newest list that is there, as the bytes of a {@code plugins.lock}, at most {@link
   * SignedLock#MOST_BYTES}.
   *
   * @throws IOException when there is none, or it cannot be had now; says why
   */
  byte[] read() throws IOException;

  /** Returns how messages name it. */
  String name();

  /** Returns the list in a file. */
  static LockSource file(Path file) {
    Objects.requireNonNull(file, "file");
    return new LockSource() {
      @Override
      public byte[] read() throws IOException {
        return SmallFile.read(file, SignedLock.MOST_BYTES);
      }

      @Override
      public String name() {
        return file.toString();
      }
    };
  }
}
