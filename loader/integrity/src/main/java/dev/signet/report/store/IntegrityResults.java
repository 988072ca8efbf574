package dev.signet.report.store;

import dev.signet.file.Packed;
import dev.signet.library.LogEvent;
import dev.signet.report.FailedScan;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The latest result of each target, kept over restarts. A failed scan is noted beside the result
 * before it, and never erases it. Safe for use by several threads.
 *
 * <p>What is kept is for people to see. Nothing is ever admitted because of it.
 */
public final class IntegrityResults {
  private static final Logger LOG = LoggerFactory.getLogger(IntegrityResults.class);
  private static final Comparator<IntegrityState> CORE_FIRST_THEN_BY_NAME =
      Comparator.comparing((IntegrityState state) -> !state.target().isCore())
          .thenComparing(IntegrityState::name)
          .thenComparing(state -> state.target().source());

  private final @Nullable ResultsFile file;
  private final Object writing = new Object();
  private final Map<ScanTarget, IntegrityState> states = new HashMap<>();
  private @Nullable UnreadResults unread;
  private Optional<Instant> lastRescan = Optional.empty();
  private Optional<String> damage = Optional.empty();
  private Optional<String> unwritten = Optional.empty();
  private boolean changed;
  private final LoadTimes loadTimes = new LoadTimes();

  private IntegrityResults(@Nullable ResultsFile file) {
    this.file = file;
  }

  /** Returns results that are forgotten with the process. */
  public static IntegrityResults inMemory() {
    return new IntegrityResults(null);
  }

  /**
   * Reads {@code results.json} of a host's state directory. A damaged file is reported, put aside
   * as {@code results-damaged.json}, and everything counts as never scanned: this never throws.
   *
   * @param stateDirectory checked and locked by the caller
   */
  public static IntegrityResults in(Path stateDirectory) {
    ResultsFile file = new ResultsFile(stateDirectory);
    IntegrityResults results = new IntegrityResults(file);
    try {
      Optional<byte[]> json = file.read();
      if (json.isPresent()) {
        results.restore(file, json.get());
      }
    } catch (IOException e) {
      results.damaged(file, e);
    }
    return results;
  }

  private void restore(ResultsFile from, byte[] json) throws IOException {
    unread = from.unread(json).orElse(null);
    if (unread == null) {
      restore(from.parse(json));
    } else {
      lastRescan = unread.lastRescan();
    }
  }

  private void damaged(ResultsFile at, IOException cause) {
    damage = Optional.of(at.putAside(cause));
    LogEvent.of(LOG, Level.ERROR)
        .field("file", Printable.of(at.path().toString()))
        .log("{}", Printable.of(damage.get()));
  }

  /** Returns all states, and reads for that what was kept of those nothing is known of by now. */
  private Map<ScanTarget, IntegrityState> all() {
    UnreadResults kept = unread;
    unread = null;
    if (kept != null && file != null) {
      try {
        kept.putInto(states, file);
      } catch (IOException e) {
        damaged(file, e);
      }
    }
    return states;
  }

  /** Returns a state for each known target, those without a result too; none of them running. */
  public synchronized List<IntegrityState> states() {
    return all().values().stream().sorted(CORE_FIRST_THEN_BY_NAME).toList();
  }

  /** Returns what is known of a target; empty when it is not known at all. */
  public synchronized Optional<IntegrityState> find(ScanTarget target) {
    return Optional.ofNullable(all().get(target));
  }

  /** Returns when all was last read again, to its end. */
  public synchronized Optional<Instant> lastRescan() {
    return lastRescan;
  }

  /**
   * Returns what is wrong with keeping results, for an admin, unescaped: those from before were
   * damaged, or those of now could not be written. Empty when it is in order.
   */
  public synchronized Optional<String> problem() {
    return unwritten.or(() -> damage);
  }

  /**
   * Takes a result as the latest of its target; a failure noted before is over.
   *
   * @return the state before, when somebody should be told: the result {@linkplain
   *     IntegrityResult#tellsTheSameAs tells something else}, or the scan before it failed
   */
  public synchronized Optional<IntegrityState> record(IntegrityResult result) {
    ScanTarget target = result.target();
    IntegrityState now = new IntegrityState(target, Optional.of(result), Optional.empty(), false);
    Packed print = ResultPrint.of(result);
    if (unread != null && !states.containsKey(target)) {
      Optional<Instant> written = unread.saying(target, print);
      if (written.isPresent()) {
        states.put(target, now);
        loadTimes.later(written.get(), result.scannedAt());
        return Optional.empty();
      }
    }
    IntegrityState before = stateOf(target);
    if (!print.isEmpty() && print.equals(ResultPrint.of(before))) {
      states.put(target, now);
      loadTimes.later(before.result().orElseThrow().scannedAt(), result.scannedAt());
    } else {
      put(now);
    }
    boolean same =
        before.failure().isEmpty() && before.result().filter(result::tellsTheSameAs).isPresent();
    return same ? Optional.empty() : Optional.of(before);
  }

  /**
   * Notes a failed scan beside the latest result.
   *
   * @return the state before
   */
  public synchronized IntegrityState recordFailure(ScanTarget target, FailedScan failure) {
    IntegrityState before = stateOf(target);
    put(new IntegrityState(target, before.result(), Optional.of(failure), false));
    return before;
  }

  /** Records targets that are there, scanned or not. */
  public synchronized void expect(Collection<ScanTarget> targets) {
    targets.forEach(target -> all().computeIfAbsent(target, IntegrityResults::neverScanned));
  }

  /**
   * Forgets targets, in one step: what somebody else takes note of meanwhile is not lost.
   *
   * @param which is asked under the lock, so that it should look at nothing but the target
   */
  public synchronized void forget(Predicate<ScanTarget> which) {
    changed |= states.keySet().removeIf(which);
    changed |= unread != null && unread.forget(which);
  }

  /** Records that all was read again, to its end. */
  public synchronized void rescanned(Instant at) {
    lastRescan = Optional.of(at);
    changed = true;
  }

  /**
   * Writes what has changed since, if anything has; a disk that fails is logged, never thrown. That
   * plugins were loaded with the same results as ever is not worth a start's waiting for the disk,
   * and written by {@link #saveAll}.
   */
  public void save() {
    synchronized (writing) {
      if (file == null || !isChanged()) {
        return;
      }
      try {
        file.write(takeChanges());
        written(Optional.empty());
      } catch (IOException e) {
        written(Optional.of(file.unwritten(e)));
      }
    }
  }

  /**
   * Writes what has changed since, also if it is only when plugins were loaded, and that by an hour
   * or more.
   */
  public void saveAll() {
    synchronized (this) {
      changed |= loadTimes.isWorthWriting();
    }
    save();
  }

  private void restore(ResultsDocument document) {
    lastRescan = document.lastRescan();
    document.states().forEach(state -> states.put(state.target(), state));
  }

  private IntegrityState stateOf(ScanTarget target) {
    return all().getOrDefault(target, neverScanned(target));
  }

  private void put(IntegrityState state) {
    states.put(state.target(), state);
    changed = true;
  }

  private static IntegrityState neverScanned(ScanTarget target) {
    return new IntegrityState(target, Optional.empty(), Optional.empty(), false);
  }

  private synchronized boolean isChanged() {
    return changed;
  }

  private synchronized ResultsDocument takeChanges() {
    changed = false;
    loadTimes.written();
    return new ResultsDocument(lastRescan, states());
  }

  /** Logged when it begins, not at each attempt. */
  private void written(Optional<String> problem) {
    boolean logged;
    synchronized (this) {
      logged = unwritten.isPresent();
      unwritten = problem;
      changed |= problem.isPresent();
    }
    if (problem.isPresent() && !logged) {
      LOG.warn("{}", Printable.of(problem.get()));
    }
  }
}
