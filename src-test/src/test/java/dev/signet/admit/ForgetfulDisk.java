package dev.signet.admit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A disk that keeps of a file only what was forced, when the power is cut. */
final class ForgetfulDisk implements Disk {
  final Set<Path> forced = ConcurrentHashMap.newKeySet();
  volatile String boot = "one start";
  volatile Duration patience = Duration.ofHours(1);
  volatile boolean failing;
  final AtomicInteger refused = new AtomicInteger();

  @Override
  public String boot() {
    return boot;
  }

  @Override
  public void force(Path path) throws IOException {
    if (failing) {
      refused.incrementAndGet();
      throw new IOException("the disk fails");
    }
    forced.add(path);
  }

  @Override
  public Duration patience() {
    return patience;
  }

  /**
   * Leaves zeros of the files below a folder that were not forced: lengths are known, bytes not.
   */
  void loseWhatWasNotForced(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        if (!forced.contains(file)) {
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
          Files.write(file, new byte[(int) Files.size(file)]);
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        }
      }
    }
  }
}
