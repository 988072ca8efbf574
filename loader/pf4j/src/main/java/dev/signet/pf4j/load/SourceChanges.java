package dev.signet.pf4j.load;

import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.workspace.SourceDeletion;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private final SourceKnowledge known;
  private final Set<Path> held = new HashSet<>();
  private SourceChange change = SourceChange.NONE;

  SourceChanges(Engine gate, SourceKnowledge known) {
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
    change = SourceChange.of(touched, ran, known.log().all(), known.looks());
  }

  /** Ends a change that was carried out. */
  void done(List<Path> gone) {
    Set<Path> made = end();
    gone.forEach(known::forget);
    deleteUnneeded(made);
  }

  /** Ends a change of which nothing is left. */
  void undone() {
    SourceChange was = change;
    Set<Path> made = end();
    Set<Path> loaded = new HashSet<>();
    known.running().bundles().forEach(bundle -> loaded.add(bundle.source()));
    was.sources().stream()
        .filter(source -> !loaded.contains(source))
        .forEach(known.copies()::forget);
    was.putBack(known.log(), known.looks());
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
    change = SourceChange.NONE;
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
}
