package dev.signet.admit;

import dev.signet.bundle.Limits;
import dev.signet.file.FileStamp;
import dev.signet.file.Packed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The metadata of a source: of a folder and all in it, or of one archive.
 *
 * @param packed the form by which two are compared, and the only one that is held: a source can
 *     have many files
 */
record SourceState(Packed packed) {

  /**
   * Looks at a source without reading it.
   *
   * @return empty when the metadata cannot tell whether it changes from now on: no change times,
   *     changed just now, or anything about it that is not as it should be
   */
  static Optional<SourceState> of(Path source, Limits limits) {
    Instant now = Instant.now();
    // Folders are counted as well: as many as files, as in reading a bundle.
    int most = (int) Math.min(Integer.MAX_VALUE, 2L * limits.files() + 1);
    try {
      return Stamps.of(source, most)
          .filter(stamps -> !stamps.isRacy(now))
          .map(stamps -> new SourceState(stamps.packed()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the paths of a folder's files.
   *
   * @throws IOException when it is damaged
   */
  Set<String> files() throws IOException {
    return Stamps.read(packed).byPath().entrySet().stream()
        .filter(entry -> entry.getValue().isRegularFile())
        .map(Map.Entry<String, FileStamp>::getKey)
        .collect(Collectors.toSet());
  }
}
