package dev.signet.postgres;

import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node has to say after what is known of it.
 *
 * @param changed what is new, or otherwise than before
 * @param gone the keys of what is there no longer
 * @param all what is known of it when both are written, by key
 */
record NodeReport(List<ReportedState> changed, List<String> gone, Map<String, ReportedState> all) {

  static NodeReport after(Map<String, ReportedState> known, IntegrityReport now) {
    List<ReportedState> changed = new ArrayList<>();
    Map<String, ReportedState> all = new HashMap<>();
    for (IntegrityState each : now.states()) {
      ReportedState state = ReportedState.of(each);
      ReportedState before = known.get(state.key());
      boolean same = before != null && state.tellsTheSameAs(before);
      all.put(state.key(), same ? before : state);
      if (!same) {
        changed.add(state);
      }
    }
    List<String> gone = known.keySet().stream().filter(key -> !all.containsKey(key)).toList();
    return new NodeReport(changed, gone, all);
  }

  boolean isEmpty() {
    return changed.isEmpty() && gone.isEmpty();
  }
}
