package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Map;

/**
 * A report in the original system's structure, see {@link OriginalJson}: plugin ids with what was
 * found. Besides, {@code REASONS} tells each reason with its meaning and remedy, {@code
 * SCAN_FAILED} that the latest scan came to no result, {@code NOT_RUNNING} why it does not run
 * although it was admitted, and {@code OMITTED} how many findings were left out.
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
    ObjectNode results = OriginalJson.object();
    named(states)
        .forEach(
            (name, state) -> {
              if (!state.isNeverScanned() || state.failure().isPresent()) {
                results.set(OriginalJson.whole(name), tree(state));
              }
            });
    return OriginalJson.text(results);
  }

  /** Returns the states by names of which none hides another, see {@link DistinctNames}. */
  static Map<String, IntegrityState> named(List<IntegrityState> states) {
    return DistinctNames.of(
        states,
        IntegrityState::name,
        state -> state.target().source(),
        state -> state.target().key());
  }

  private static ObjectNode tree(IntegrityState state) {
    List<Finding> findings = state.result().map(IntegrityResult::findings).orElse(List.of());
    ObjectNode tree = OriginalJson.tree(findings);
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
                    .put("cause", OriginalJson.whole(failure.cause())));
    state
        .notRunning()
        .ifPresent(
            why ->
                tree.putObject("NOT_RUNNING")
                    .put("code", why.kind().name())
                    .put("cause", OriginalJson.whole(why.cause()))
                    .put("remedy", why.kind().remedy()));
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
    reason.put("remedy", OriginalJson.whole(problem.remedy(Audience.ADMINISTRATOR)));
    ArrayNode details = reason.putArray("details");
    for (Finding finding : problem.findings()) {
      ObjectNode detail = details.addObject();
      if (finding.path() != null) {
        detail.put("path", OriginalJson.whole(finding.path()));
      }
      detail.put("detail", OriginalJson.whole(finding.detail()));
    }
  }
}
