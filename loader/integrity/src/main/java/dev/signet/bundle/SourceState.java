package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.file.FileStamp;
import dev.signet.file.KeptStamps;
import dev.signet.file.Packed;
import dev.signet.file.Stamps;
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
 * @param packed the form that is kept, and the only one that is held: a source can have many files
 */
@Internal
public record SourceState(Packed packed) {

  /**
   * Looks at a source without reading it.
   *
   * @return empty when the metadata cannot tell whether it changes from now on: no change times,
   *     changed just now, or anything about it that is not as it should be
   */
  public static Optional<SourceState> of(Path source, Limits limits) {
    Instant now = Instant.now();
    try {
      return Stamps.of(source, most(limits))
          .filter(stamps -> !stamps.isRacy(now))
          .map(stamps -> new SourceState(stamps.packed()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns whether a source is as it was, without reading it: {@link #of} would say the same of it
   * as was kept.
   */
  public static boolean isStill(Path source, Packed kept, Limits limits) {
    try {
      return KeptStamps.tellOf(source, kept, most(limits), Instant.now());
    } catch (IOException e) {
      return false;
    }
  }

  /** Folders are counted as well: as many as files, as in reading a bundle. */
  private static int most(Limits limits) {
    return (int) Math.min(Integer.MAX_VALUE, 2L * limits.files() + 1);
  }

  /**
   * Returns the paths of a folder's files.
   *
   * @throws IOException when it is damaged
   */
  public Set<String> files() throws IOException {
    return Stamps.read(packed).byPath().entrySet().stream()
        .filter(entry -> entry.getValue().isRegularFile())
        .map(Map.Entry<String, FileStamp>::getKey)
        .collect(Collectors.toSet());
  }
}
