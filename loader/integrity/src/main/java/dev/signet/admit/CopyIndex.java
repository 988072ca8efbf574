package dev.signet.admit;

import dev.signet.bundle.SourceState;
import dev.signet.file.Packed;
import dev.signet.verify.KeptVerdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which source had which metadata when which sealed copy was made of it, and what was found then.
 * It only ever saves reading or judging again. Safe for use by several threads: what is written
 * while another one changes it has a copy for each source as well.
 */
final class CopyIndex {
  private final Map<Path, SourceRecord> sources = new ConcurrentHashMap<>();
  private final Map<String, SealedCopy> copies = new ConcurrentHashMap<>();
  private volatile boolean changed;

  /**
   * One source.
   *
   * @param state its metadata, packed; empty when they tell nothing of changes
   * @param copy the name of its copy
   */
  record SourceRecord(Packed state, String copy) {}

  /** All of it at one moment. */
  record Content(Map<String, SealedCopy> copies, Map<Path, SourceRecord> sources) {
    Content {
      copies = Map.copyOf(copies);
      sources = Map.copyOf(sources);
    }
  }

  /** Returns the copy of a source whose recorded metadata pass. */
  Optional<SealedCopy> find(Path source, Predicate<Packed> isStill) {
    SourceRecord known = sources.get(source);
    return known != null && !known.state().isEmpty() && isStill.test(known.state())
        ? copy(known.copy())
        : Optional.empty();
  }

  /** Returns the copy that was made of a source last, whatever has become of the source since. */
  Optional<SealedCopy> latest(Path source) {
    SourceRecord known = sources.get(source);
    return known == null ? Optional.empty() : copy(known.copy());
  }

  /** Returns what is on record of a copy. */
  Optional<SealedCopy> copy(String name) {
    return Optional.ofNullable(copies.get(name));
  }

  /** Records a copy and its source. */
  synchronized void put(SealedCopy copy, Path source, Optional<SourceState> state) {
    copies.put(copy.name(), copy);
    Packed packed = state.map(SourceState::packed).orElse(Packed.EMPTY);
    sources.put(source, new SourceRecord(packed, copy.name()));
    changed = true;
  }

  /** Records the latest verdict on a copy. */
  void keep(String name, Optional<KeptVerdict> verdict) {
    copies.computeIfPresent(name, (same, copy) -> copy.with(verdict));
    changed = true;
  }

  /** Records that all of a copy is on the disk. */
  void lasts(String name) {
    copies.computeIfPresent(name, (same, copy) -> copy.lasting());
    changed = true;
  }

  /** Returns the copies that may be gone after a power cut. */
  List<SealedCopy> notLasting() {
    List<SealedCopy> found = new ArrayList<>();
    for (SealedCopy copy : copies.values()) {
      if (!copy.isLasting()) {
        found.add(copy);
      }
    }
    return found;
  }

  /** Returns what is on record of the copies whose names pass. */
  List<SealedCopy> copies(Predicate<String> names) {
    return copies.values().stream().filter(copy -> names.test(copy.name())).toList();
  }

  /** Records that a copy has another name now. */
  synchronized void rename(String name, String to) {
    SealedCopy copy = copies.remove(name);
    if (copy != null) {
      copies.put(to, copy.named(to));
    }
    sources.replaceAll(
        (source, known) -> known.copy().equals(name) ? new SourceRecord(known.state(), to) : known);
    changed = true;
  }

  /** Forgets a source; its copy stays on record. */
  void forget(Path source) {
    if (sources.remove(source) != null) {
      changed = true;
    }
  }

  /** Forgets a copy and its sources. */
  synchronized void forgetCopy(String name) {
    if (copies.remove(name) != null) {
      changed = true;
    }
    sources.values().removeIf(source -> source.copy().equals(name));
  }

  /** Puts in what a file says. */
  synchronized void restore(Content known) {
    copies.putAll(known.copies());
    sources.putAll(known.sources());
  }

  synchronized Content content() {
    return new Content(copies, sources);
  }

  /** Returns whether anything has changed since this was asked last. */
  synchronized boolean takeChanges() {
    boolean was = changed;
    changed = false;
    return was;
  }

  /** Has the next {@link #takeChanges} tell of changes: this is not what is in the file. */
  void notWritten() {
    changed = true;
  }
}
