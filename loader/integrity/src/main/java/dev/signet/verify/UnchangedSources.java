package dev.signet.verify;

import dev.signet.bundle.Limits;
import dev.signet.bundle.SourceState;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sources that were found verified, and how they looked before that. As long as they still look so,
 * and all else that a verdict depends on is the same, a check of them ends here. Serves checks
 * only: what is loaded is always copied and hashed anew.
 *
 * <p>How a source looks is taken down at its second check: a process that checks once does not pay
 * for it. Safe for use by several threads.
 */
final class UnchangedSources {
  /** Some 300,000 files; a path and numbers are kept of each. */
  private static final long DEFAULT_BYTES = 32L << 20;

  private static final float LOAD_FACTOR = 0.75f;

  private final Limits limits;
  private final long mostBytes;
  private final Map<Key, Known> latest = new LinkedHashMap<>(16, LOAD_FACTOR, true);
  private long bytes;

  private record Key(Path source, Expectation expectation) {}

  /** A source: how it looked before the check, when that was taken down, and what was found. */
  private record Known(Optional<SourceState> before, KeptVerdict verdict) {
    long bytes() {
      return before.isPresent() ? before.get().packed().length() : 0;
    }
  }

  UnchangedSources(Limits limits) {
    this(limits, DEFAULT_BYTES);
  }

  /** Remembers at most so much of how sources look. */
  UnchangedSources(Limits limits, long mostBytes) {
    this.limits = limits;
    this.mostBytes = mostBytes;
  }

  /**
   * Returns the verdict of a check, or of the last one when a check would come to the same.
   *
   * @param stillHolds whether all is the same that the verdict depends on, but for the source
   * @param check comes to a verdict, which may be kept or not
   */
  Examined get(
      Path source,
      Expectation expectation,
      Predicate<KeptVerdict> stillHolds,
      Supplier<Examined> check) {
    if (!expectation.leftOut().places().isEmpty()) {
      // Next to what is checked lies what changes all the time.
      return check.get();
    }
    Key key = new Key(source.toAbsolutePath(), expectation);
    Optional<Known> known = find(key);
    if (known.isPresent() && isUnchanged(source, known.get(), stillHolds)) {
      return Examined.again(known.get().verdict());
    }
    // Taken down before the check: what changes meanwhile will look otherwise.
    Optional<SourceState> before =
        known.isPresent() ? SourceState.of(source, limits) : Optional.empty();
    Examined examined = check.get();
    keep(key, examined.kept().map(verdict -> new Known(before, verdict)));
    return examined;
  }

  private boolean isUnchanged(Path source, Known known, Predicate<KeptVerdict> stillHolds) {
    return known.before().isPresent()
        && SourceState.isStill(source, known.before().get().packed(), limits)
        && stillHolds.test(known.verdict());
  }

  private synchronized Optional<Known> find(Key key) {
    return Optional.ofNullable(latest.get(key));
  }

  private synchronized void keep(Key key, Optional<Known> known) {
    forget(key);
    if (known.isEmpty()) {
      return;
    }
    latest.put(key, known.get());
    bytes += known.get().bytes();
    while (bytes > mostBytes || latest.size() > VerdictCache.ENTRIES) {
      forget(latest.keySet().iterator().next());
    }
  }

  private void forget(Key key) {
    Known before = latest.remove(key);
    bytes -= before == null ? 0 : before.bytes();
  }

  /**
   * What a check came to.
   *
   * @param kept the verdict with all that it depends on beside the source, when it may be kept
   */
  record Examined(Examination examination, Optional<KeptVerdict> kept) {
    Examined {
      Objects.requireNonNull(examination, "examination");
      Objects.requireNonNull(kept, "kept");
    }

    /** What could not be judged is not kept. */
    static Examined unfinished(Verdict verdict) {
      return new Examined(new Examination(verdict, ""), Optional.empty());
    }

    private static Examined again(KeptVerdict kept) {
      return new Examined(new Examination(kept.verdict(), kept.dependencies()), Optional.of(kept));
    }
  }
}
