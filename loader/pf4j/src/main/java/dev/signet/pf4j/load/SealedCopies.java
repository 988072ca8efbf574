package dev.signet.pf4j.load;

import dev.signet.admit.SealedBundle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which sealed copy stands for which source, and which copies are still needed. Not thread-safe.
 */
final class SealedCopies {
  private final Map<Path, SealedBundle> tickets = new LinkedHashMap<>();
  private final Map<Path, Path> sources = new HashMap<>();
  private final Map<Path, Path> admitted = new HashMap<>();
  private final Map<Path, Path> loaded = new HashMap<>();

  /** Copies that have been loaded, and where they are now. */
  private final Map<Path, SealedBundle> renewed = new HashMap<>();

  /** Remembers a copy as the latest of its source. */
  void add(SealedBundle bundle) {
    renewed.remove(bundle.path());
    sources.put(bundle.path(), bundle.source());
    admitted.put(bundle.source(), bundle.path());
  }

  /** Keeps the copy of a source that is refused now: it can be repaired from that. */
  void keep(Path source, Path copy) {
    SealedBundle moved = renewed.get(copy);
    if (moved == null) {
      admitted.put(source, copy);
    } else {
      keep(source, moved.path());
    }
  }

  /** Returns the latest copy of a source. */
  Optional<Path> latestOf(Path source) {
    return Optional.ofNullable(admitted.get(source));
  }

  /** Replaces the bundles that PF4J may load, each once, without another look at the source. */
  void issueTickets(List<SealedBundle> bundles) {
    tickets.clear();
    // Two sources of equal content share one copy; it stands for the one that is loaded.
    for (SealedBundle bundle : bundles) {
      issueTicket(bundle);
    }
  }

  /** Lets one more bundle be loaded, once. */
  void issueTicket(SealedBundle bundle) {
    add(bundle);
    tickets.put(bundle.path(), bundle);
  }

  Optional<SealedBundle> redeem(Path sealed) {
    return Optional.ofNullable(tickets.remove(sealed));
  }

  /** Returns versions by id of what is about to be loaded. */
  Map<String, String> awaited() {
    Map<String, String> versions = new HashMap<>();
    for (SealedBundle bundle : tickets.values()) {
      versions.put(bundle.id(), bundle.version());
    }
    return versions;
  }

  /** Returns what is about to be loaded. */
  List<SealedBundle> ticketed() {
    return List.copyOf(tickets.values());
  }

  /** Remembers a copy as loaded: it stays for PF4J's reload idiom even when it is outdated. */
  void loaded(SealedBundle bundle) {
    sources.put(bundle.path(), bundle.source());
    loaded.put(bundle.source(), bundle.path());
  }

  /** Remembers that a copy has another path now. */
  void renewed(SealedBundle was, SealedBundle now) {
    add(now);
    if (!was.path().equals(now.path())) {
      renewed.put(was.path(), now);
    }
  }

  /** Returns a bundle with the path that its copy has now. */
  SealedBundle current(SealedBundle bundle) {
    SealedBundle next = renewed.get(bundle.path());
    return next == null ? bundle : current(next);
  }

  Optional<Path> sourceOf(Path sealed) {
    return Optional.ofNullable(sources.get(sealed));
  }

  /** Returns the copies that stand for a source. */
  Set<Path> of(Path source) {
    Set<Path> copies = new HashSet<>();
    sources.forEach(
        (copy, itsSource) -> {
          if (itsSource.equals(source)) {
            copies.add(copy);
          }
        });
    return copies;
  }

  void forget(Path source) {
    tickets.values().removeIf(bundle -> bundle.source().equals(source));
    sources.values().removeAll(Set.of(source));
    admitted.remove(source);
    loaded.remove(source);
  }

  /** Forgets all sources but these. */
  void retain(Set<Path> known) {
    tickets.values().removeIf(bundle -> !known.contains(bundle.source()));
    sources.values().retainAll(known);
    admitted.keySet().retainAll(known);
    loaded.keySet().retainAll(known);
  }

  /** Returns the latest copy of each source, which make the next start cheap. */
  Set<Path> latest() {
    return new HashSet<>(admitted.values());
  }

  /**
   * Returns the copies that must stay while the host runs: the latest ones, those still to be
   * loaded, and those loaded last, for a reload.
   */
  Set<Path> needed() {
    Set<Path> needed = latest();
    needed.addAll(tickets.keySet());
    needed.addAll(loaded.values());
    return needed;
  }
}
