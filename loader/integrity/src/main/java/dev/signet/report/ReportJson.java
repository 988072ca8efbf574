package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A report in the original system's structure, see {@link ResultJson}: plugin ids with what was
 * found. Besides, {@code REASONS} tells each reason with its meaning and remedy, {@code
 * SCAN_FAILED} that the latest scan came to no result, and {@code OMITTED} how many findings were
 * left out.
 *
 * <p>An empty object means passed; what was never scanned is not there. Only ASCII is written, so
 * that names which turn text around are harmless and come back as they are.
 */
public final class ReportJson {
  private ReportJson() {}

  /** Returns a report as indented JSON text. */
  public static String text(IntegrityReport report) {
    return text(report.states());
  }

  /** Returns what is known of some targets as indented JSON text. */
  public static String text(List<IntegrityState> states) {
    ObjectNode results = ResultJson.object();
    named(states)
        .forEach(
            (name, state) -> {
              if (!state.isNeverScanned() || state.failure().isPresent()) {
                results.set(ResultJson.whole(name), tree(state));
              }
            });
    return ResultJson.text(results);
  }

  /**
   * Several bundles may claim one id: then the later ones go by their places. None hides another,
   * whatever it claims: an id may look like a place.
   */
  static Map<String, IntegrityState> named(List<IntegrityState> states) {
    Map<String, IntegrityState> named = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (IntegrityState state : states) {
      String place = state.target().source();
      String name = taken.contains(ResultJson.whole(state.name())) ? place : state.name();
      while (!taken.add(ResultJson.whole(name))) {
        name += " (" + state.target().key() + ")";
      }
      named.put(name, state);
    }
    return named;
  }

  private static ObjectNode tree(IntegrityState state) {
    List<Finding> findings = state.result().map(IntegrityResult::findings).orElse(List.of());
    ObjectNode tree = ResultJson.tree(findings);
    List<Problem> problems = Problem.of(findings).stream().filter(Problem::isProblem).toList();
    if (!problems.isEmpty()) {
      ArrayNode reasons = tree.putArray("REASONS");
      problems.forEach(problem -> put(reasons.addObject(), problem));
    }
    state
        .failure()
        .ifPresent(
            failure ->
                tree.putObject("SCAN_FAILED")
                    .put("at", When.exact(failure.at()))
                    .put("cause", ResultJson.whole(failure.cause())));
    state
        .result()
        .map(IntegrityResult::omittedFindings)
        .filter(omitted -> omitted > 0)
        .ifPresent(omitted -> tree.put("OMITTED", omitted));
    return tree;
  }

  private static void put(ObjectNode reason, Problem problem) {
    reason.put("code", problem.reason().name());
    reason.put("nature", problem.nature());
    reason.put("sentence", problem.sentence());
    reason.put("remedy", ResultJson.whole(problem.remedy(Audience.ADMINISTRATOR)));
    ArrayNode details = reason.putArray("details");
    for (Finding finding : problem.findings()) {
      ObjectNode detail = details.addObject();
      if (finding.path() != null) {
        detail.put("path", ResultJson.whole(finding.path()));
      }
      detail.put("detail", ResultJson.whole(finding.detail()));
    }
  }
}
