package dev.signet.sample.host.command;

import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import java.util.List;
import java.util.function.Predicate;

/** What there is of plugins under a name on the command line. */
record NamedTargets(List<IntegrityState> states) {

  /** Returns what has this name of a file, or this whole path. */
  List<ScanTarget> ofFile(String name) {
    return that(
        state -> name.equals(state.target().fileName()) || name.equals(state.target().source()));
  }

  /** Returns what there is of the plugin of this id; where there is none, of this file. */
  List<ScanTarget> of(String name) {
    List<ScanTarget> ofId = that(state -> name.equals(state.name()));
    return ofId.isEmpty() ? ofFile(name) : ofId;
  }

  private List<ScanTarget> that(Predicate<IntegrityState> isMeant) {
    return states.stream()
        .filter(isMeant)
        .map(IntegrityState::target)
        .filter(target -> !target.isCore())
        .toList();
  }
}
