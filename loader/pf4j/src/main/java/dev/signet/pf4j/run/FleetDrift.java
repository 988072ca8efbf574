package dev.signet.pf4j.run;

import dev.signet.Internal;
import dev.signet.report.Drift;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In which plugins the host differs from its fleet's list, as of the last time it went by that.
 * Safe for use by several threads.
 */
@Internal
public final class FleetDrift {
  /** What the list names. */
  private static final Set<Drift.Kind> WANTED =
      Set.of(Drift.Kind.MISSING, Drift.Kind.OTHER_RELEASE);

  private volatile Map<String, Drift> byName = Map.of();

  /**
   * Replaces all that is known.
   *
   * @param drift by the plugin's id; of one that does not say which it is, by its file's name
   */
  public void set(Map<String, Drift> drift) {
    byName = Map.copyOf(drift);
  }

  /**
   * Returns these states with what is known of each, and states of what is missing.
   *
   * @param roots the plugins folders, the one first in which plugins are installed
   */
  public List<IntegrityState> in(List<IntegrityState> states, List<Path> roots) {
    Map<String, Drift> known = byName;
    if (known.isEmpty()) {
      return states;
    }
    List<IntegrityState> all = new ArrayList<>();
    Set<String> there = new HashSet<>();
    for (IntegrityState state : states) {
      there.add(state.name());
      all.add(
          state.withDrift(
              Optional.ofNullable(known.get(state.name()))
                  .filter(drift -> drift.kind() != Drift.Kind.MISSING)));
    }
    known.entrySet().stream()
        .filter(each -> WANTED.contains(each.getValue().kind()))
        .filter(each -> !there.contains(each.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> all.add(missing(roots.get(0).resolve(each.getKey()), each.getValue())));
    return all;
  }

  private static IntegrityState missing(Path place, Drift drift) {
    return new IntegrityState(ScanTarget.plugin(place), Optional.empty(), Optional.empty(), false)
        .withDrift(Optional.of(drift));
  }
}
