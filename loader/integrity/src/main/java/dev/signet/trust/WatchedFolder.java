package dev.signet.trust;

import dev.signet.bundle.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A trust folder that is read again when its files' metadata differ. Where these cannot tell, it is
 * read each time. Not safe for use by several threads.
 */
final class WatchedFolder implements BaseTrust {
  private static final int DEPTH = 2;

  private final Path folder;
  private final LiveTrust.Settings settings;
  private Optional<Map<Path, FileStamp>> seen = Optional.empty();

  WatchedFolder(Path folder, LiveTrust.Settings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public boolean mayHaveChanged() {
    return seen.isEmpty() || !seen.equals(stamps());
  }

  @Override
  public TrustStore read() throws TrustStoreException {
    seen = Optional.empty();
    Optional<Map<Path, FileStamp>> before = stamps();
    TrustStore.Builder builder = TrustStore.builder().folder(folder);
    settings.apply(builder);
    TrustStore store = TrustStore.of(folder, builder);
    seen = before;
    return store;
  }

  /** Empty when the metadata cannot tell whether anything changes from now on. */
  private Optional<Map<Path, FileStamp>> stamps() {
    Instant now = Instant.now();
    try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
      Map<Path, FileStamp> stamps = new TreeMap<>();
      for (Path path : walk.toList()) {
        // Of a link, the link and what it leads to: configuration is often swapped by a link.
        for (Path file : List.of(path, path.toRealPath())) {
          Optional<FileStamp> stamp = FileStamp.of(file);
          if (stamp.isEmpty() || stamp.get().isRacy(now)) {
            return Optional.empty();
          }
          stamps.put(file, stamp.get());
        }
      }
      return Optional.of(stamps);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
