package dev.signet.pf4j.load;

import dev.signet.admit.JudgedBundle;
import dev.signet.admit.SealedBundle;
import dev.signet.policy.Decision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A change to some sources that may still have to be undone.
 *
 * @param before what was known of each source that may come or go
 * @param copies what ran before, and may have to run again
 */
record SourceChange(Map<Path, Known> before, Set<Path> copies) {
  /** No change. */
  static final SourceChange NONE = new SourceChange(Map.of(), Set.of());

  /** What is known of a source. */
  record Known(Optional<Decision> decision, Optional<JudgedBundle> look) {}

  SourceChange {
    before = Map.copyOf(before);
    copies = Set.copyOf(copies);
  }

  /** Begins a change of sources. */
  static SourceChange of(
      Set<Path> sources,
      List<SealedBundle> ran,
      Map<Path, Decision> decisions,
      LatestInspections looks) {
    Map<Path, JudgedBundle> seen = looks.at(sources);
    Map<Path, Known> before = new LinkedHashMap<>();
    for (Path source : sources) {
      Optional<Decision> decision = Optional.ofNullable(decisions.get(source));
      before.put(source, new Known(decision, Optional.ofNullable(seen.get(source))));
    }
    return new SourceChange(
        before, ran.stream().map(SealedBundle::path).collect(Collectors.toSet()));
  }

  Set<Path> sources() {
    return before.keySet();
  }

  /** Lets what was known before count again. */
  void putBack(LatestDecisions log, LatestInspections looks) {
    before.forEach(
        (source, known) -> {
          known
              .decision()
              .ifPresentOrElse(was -> log.record(source, was), () -> log.forget(source));
          known.look().ifPresent(looks::add);
        });
  }
}
