package dev.signet.trust.live;

import dev.signet.file.FileStamp;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.trust.TrustStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A trust folder that is read again when metadata differ: of its files, of its folders, also where
 * links lead there, and of the files named beside it. Where these cannot tell, it is read each
 * time. Not safe for use by several threads.
 */
final class WatchedFolder implements BaseTrust {
  private static final int DEPTH = 2;

  private final Path folder;
  private final Additions settings;
  private Set<Path> files = Set.of();
  private Optional<Map<Path, FileStamp>> seen = Optional.empty();

  WatchedFolder(Path folder, Additions settings) {
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
    TrustStoreBuilder builder = TrustStore.builder().folder(folder);
    settings.apply(builder);
    TrustStore store = TrustStore.of(folder, builder);
    // What is read for the first time was not looked at before: the next reading can tell.
    seen = files.equals(builder.files()) ? before : Optional.empty();
    files = builder.files();
    return store;
  }

  /** Empty when the metadata cannot tell whether anything changes from now on. */
  private Optional<Map<Path, FileStamp>> stamps() {
    Instant now = Instant.now();
    try (Stream<Path> walk = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      Map<Path, FileStamp> stamps = new TreeMap<>();
      for (Path path : Stream.concat(walk, files.stream()).toList()) {
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
