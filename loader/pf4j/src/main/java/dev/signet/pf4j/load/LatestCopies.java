package dev.signet.pf4j.load;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which sealed copy was made of what lies in a place last, also when that is refused by now. Not
 * thread-safe.
 */
record LatestCopies(Engine gate, SealedCopies copies, RunningPlugins running) {

  /** Keeps the copy of a source that is refused. */
  void keep(Path source) {
    gate.latestCopyOf(source).ifPresent(copy -> copies.keep(source, copy));
  }

  /** Returns the copy of a source. */
  Optional<Path> of(Path source) {
    return running.bundles().stream()
        .filter(bundle -> bundle.source().equals(source))
        .map(bundle -> copies.current(bundle).path())
        .findFirst()
        .or(() -> copies.latestOf(source))
        .or(() -> gate.latestCopyOf(source));
  }
}
