package dev.signet.admit;

import dev.signet.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What is asked of the disk below a state directory; tests put one in that forgets. */
interface Disk {
  /** The disk of this machine. */
  Disk REAL =
      new Disk() {
        private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
        private static final int MOST_BYTES = 100;
        private static final Duration LATER = Duration.ofSeconds(5);

        @Override
        public String boot() {
          try (InputStream in = Files.newInputStream(BOOT_ID)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII).strip();
          } catch (IOException e) {
            return "";
          }
        }

        @Override
        public void force(Path path) throws IOException {
          AtomicFile.force(path);
        }

        @Override
        public Duration patience() {
          return LATER;
        }
      };

  /**
   * Returns which start of the operating system this is. What one process has written, another one
   * reads back within the same start, whether it has reached the disk or not.
   *
   * @return empty when the system does not tell
   */
  String boot();

  /** Has what was written to a file, or the names in a folder, reach the disk. */
  void force(Path path) throws IOException;

  /** Returns how long to wait before copies are forced, so that a host has started by then. */
  Duration patience();
}
