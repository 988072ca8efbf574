package dev.signet.pf4j.load;

import dev.signet.admit.JudgedBundle;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.workspace.SourceDeletion;
import dev.signet.policy.Decision;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.PluginRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sources that come and go, one change at a time, and the sealed copies that go with them: none
 * that something needs. Not thread-safe.
 */
final class SourceChanges {
  private static final Logger LOG = LoggerFactory.getLogger(SourceChanges.class);

  private final Engine gate;
  private final Known known;
  private final Set<Path> held = new HashSet<>();
  private Change change = Change.NONE;

  SourceChanges(Engine gate, Known known) {
    this.gate = gate;
    this.known = known;
  }

  /** Returns the sources of which it is not settled yet whether they stay. */
  Set<Path> sources() {
    return change.sources();
  }

  /** Keeps the copy of what may be installed, until it is {@link #release released}. */
  void hold(SealedBundle bundle) {
    held.add(bundle.path());
  }

  /** Deletes the copy of what was held, unless something needs it. */
  void release(SealedBundle bundle) {
    held.remove(bundle.path());
    deleteUnneeded(Set.of(bundle.path()));
  }

  /** Deletes all copies that nothing needs. */
  void sweep() {
    gate.sweep(inUse());
  }

  /** Begins a change. */
  void begin(Set<Path> touched, List<SealedBundle> ran) {
    change = Change.of(touched, ran, known);
  }

  /** Ends a change that was carried out. */
  void done(List<Path> gone) {
    Set<Path> made = end();
    gone.forEach(known::forget);
    deleteUnneeded(made);
  }

  /** Ends a change of which nothing is left. */
  void undone() {
    Change was = change;
    Set<Path> made = end();
    Set<Path> loaded = new HashSet<>();
    known.running().bundles().forEach(bundle -> loaded.add(bundle.source()));
    was.sources().stream()
        .filter(source -> !loaded.contains(source))
        .forEach(known.copies()::forget);
    was.putBack(known);
    deleteUnneeded(made);
  }

  /**
   * Deletes a source and its copies, but not the copy a loaded plugin runs from.
   *
   * @return whether there was something to delete
   */
  boolean delete(Path source) {
    if (change.sources().contains(source)) {
      throw new PluginRuntimeException(
          "{} is not deleted while it is being installed, updated or removed",
          Printable.of(source.toString()));
    }
    Set<Path> inUse = known.running().paths();
    known.copies().of(source).stream().filter(copy -> !inUse.contains(copy)).forEach(gate::delete);
    boolean deleted = SourceDeletion.delete(source);
    known.forget(source);
    return deleted;
  }

  /** Returns the copies that there are of what was touched. */
  private Set<Path> end() {
    Set<Path> made = new HashSet<>();
    change.sources().forEach(source -> made.addAll(known.copies().of(source)));
    change = Change.NONE;
    return made;
  }

  private void deleteUnneeded(Set<Path> made) {
    Set<Path> unneeded = new HashSet<>(made);
    unneeded.removeAll(inUse());
    for (Path copy : unneeded) {
      try {
        gate.delete(copy);
      } catch (PluginRuntimeException e) {
        // What is done is done; the next scan sweeps.
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  private Set<Path> inUse() {
    Set<Path> inUse = known.copies().needed();
    inUse.addAll(known.running().paths());
    inUse.addAll(held);
    inUse.addAll(change.copies());
    return inUse;
  }

  /**
   * All that is known of sources.
   *
   * @param log what was decided on each
   * @param looks what each was found to be by itself
   * @param copies the sealed copies that stand for them
   * @param running what is loaded of them
   */
  record Known(
      LatestDecisions log, LatestInspections looks, SealedCopies copies, RunningPlugins running) {

    /** Forgets a source, and its copies. */
    void forget(Path source) {
      log.forget(source);
      copies.forget(source);
    }
  }

  /**
   * A change to some sources that may still have to be undone.
   *
   * @param before what was known of each source that may come or go
   * @param copies what ran before, and may have to run again
   */
  private record Change(Map<Path, Before> before, Set<Path> copies) {
    /** No change. */
    static final Change NONE = new Change(Map.of(), Set.of());

    /** What is known of a source. */
    record Before(Optional<Decision> decision, Optional<JudgedBundle> look, Optional<Path> copy) {}

    Change {
      before = Map.copyOf(before);
      copies = Set.copyOf(copies);
    }

    /** Begins a change of sources. */
    static Change of(Set<Path> sources, List<SealedBundle> ran, Known known) {
      Map<Path, JudgedBundle> seen = known.looks().at(sources);
      Map<Path, Decision> decisions = known.log().all();
      Map<Path, Before> before = new LinkedHashMap<>();
      for (Path source : sources) {
        Optional<Decision> decision = Optional.ofNullable(decisions.get(source));
        Optional<Path> copy = known.copies().latestOf(source);
        before.put(source, new Before(decision, Optional.ofNullable(seen.get(source)), copy));
      }
      return new Change(before, ran.stream().map(SealedBundle::path).collect(Collectors.toSet()));
    }

    Set<Path> sources() {
      return before.keySet();
    }

    /** Lets what was known before count again. */
    void putBack(Known known) {
      before.forEach(
          (source, was) -> {
            was.decision()
                .ifPresentOrElse(
                    decision -> known.log().record(source, decision),
                    () -> known.log().forget(source));
            was.look().ifPresent(known.looks()::add);
            if (known.copies().latestOf(source).isEmpty()) {
              was.copy().ifPresent(copy -> known.copies().keep(source, copy));
            }
          });
    }
  }
}
