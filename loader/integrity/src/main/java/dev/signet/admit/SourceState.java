package dev.signet.admit;

import dev.signet.bundle.Bundle;
import dev.signet.bundle.BundleEntry;
import dev.signet.bundle.Limits;
import dev.signet.file.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The metadata of a source: of each file of a folder by its path, or of the one archive under the
 * empty name.
 */
record SourceState(NavigableMap<String, FileStamp> stamps) {

  /**
   * Looks at a source without reading it.
   *
   * @return empty when the metadata cannot tell whether it changes from now on: no change times,
   *     changed just now, or anything about it that is not as it should be
   */
  static Optional<SourceState> of(Path source, Limits limits) {
    Instant now = Instant.now();
    try {
      return Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)
          ? ofFolder(source, limits, now)
          : ofArchive(source, now);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<SourceState> ofArchive(Path source, Instant now) throws IOException {
    return FileStamp.of(source)
        .filter(stamp -> !stamp.isRacy(now))
        .map(
            stamp -> {
              NavigableMap<String, FileStamp> stamps = new TreeMap<>();
              stamps.put("", stamp);
              return new SourceState(stamps);
            });
  }

  private static Optional<SourceState> ofFolder(Path source, Limits limits, Instant now) {
    NavigableMap<String, FileStamp> stamps = new TreeMap<>();
    try (Bundle bundle = Bundle.open(source, limits, source)) {
      if (!bundle.isComplete() || !bundle.findings().isEmpty()) {
        return Optional.empty();
      }
      for (BundleEntry entry : bundle.entries()) {
        if (entry.stamp().isEmpty() || entry.stamp().get().isRacy(now)) {
          return Optional.empty();
        }
        stamps.put(entry.path().value(), entry.stamp().get());
      }
    }
    return Optional.of(new SourceState(stamps));
  }
}
