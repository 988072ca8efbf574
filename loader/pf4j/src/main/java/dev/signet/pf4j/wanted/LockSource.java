package dev.signet.pf4j.wanted;

import dev.signet.file.SmallFile;
import dev.signet.lock.SignedLock;
import dev.signet.oci.ListTransfer;
import dev.signet.oci.OciReference;
import dev.signet.oci.OciSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Where a host gets the list of its fleet: a file, a registry, or whatever else its host has. Who
 * answers there is not trusted.
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

  /**
   * Returns the list that a registry keeps as an artifact of type {@code
   * application/vnd.signet.plugins-lock.v1} with one layer, of type {@code application/json}.
   *
   * @param registries how registries are asked; each exchange takes half a minute at most
   * @param list names a tag, which is asked for anew each time, or a digest
   * @throws IllegalArgumentException when it names neither
   */
  static LockSource registry(OciSource registries, OciReference list) {
    String version =
        list.version()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        list + " names no list; add a tag, such as :current"));
    OciSource bounded = registries.within(Duration.ofSeconds(30), SignedLock.MOST_BYTES);
    return new LockSource() {
      @Override
      public byte[] read() throws IOException {
        return ListTransfer.pull(bounded.repository(list, "pull"), version, SignedLock.MOST_BYTES);
      }

      @Override
      public String name() {
        return list.toString();
      }
    };
  }
}
