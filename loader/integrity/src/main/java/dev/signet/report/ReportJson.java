package dev.signet.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.policy.Decision;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import java.util.List;
import java.util.Map;

/**
 * A report in the original system's structure, see {@link OriginalJson}: plugin ids with what was
 * found. Besides, {@code REASONS} tells each reason with its meaning and remedy, {@code DIMENSIONS}
 * what the host makes of problems in each dimension in which it counted one, {@code SCAN_FAILED}
 * that the latest scan came to no result, {@code NOT_RUNNING} why it does not run although it was
 * admitted, {@code DRIFT} in what it differs from the fleet's list, and {@code OMITTED} how many
 * findings were left out.
 *
 * <p>Beside the ids, {@code TRUST} lists what an administrator should know of the host's trust:
 * sources that failed, files that do not count, accounts that can change what does; it is not there
 * when there is nothing to know.
 *
 * <p>An empty object means passed; what was never scanned is not there, unless something is told of
 * it. Only ASCII is written, so that names which turn text around are harmless and come back as
 * they are.
 */
public final class ReportJson {
  private static final String TRUST = "TRUST";

  private ReportJson() {}

  /** Returns a report as indented JSON text. */
  public static String text(IntegrityReport report) {
    ObjectNode results = results(report.states());
    List<TrustStatus.Concern> concerns = report.trust().allConcerns();
    if (!concerns.isEmpty()) {
      String name = TRUST;
      while (results.has(name)) {
        name += " (trust)";
      }
      ArrayNode trust = results.putArray(name);
      concerns.forEach(concern -> put(trust.addObject(), concern));
    }
    return OriginalJson.text(results);
  }

  /** Returns what is known of some targets as indented JSON text. */
  public static String text(List<IntegrityState> states) {
    return OriginalJson.text(results(states));
  }

  private static ObjectNode results(List<IntegrityState> states) {
    ObjectNode results = OriginalJson.object();
    named(states)
        .forEach(
            (name, state) -> {
              if (!state.isNeverScanned()
                  || state.failure().isPresent()
                  || state.drift().isPresent()) {
                results.set(OriginalJson.whole(name), tree(state));
              }
            });
    return results;
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
    state.result().ifPresent(result -> putDimensions(tree, result.decision()));
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
                put(
                    tree.putObject("NOT_RUNNING"),
                    why.kind().name(),
                    why.cause(),
                    why.kind().remedy()));
    state
        .drift()
        .ifPresent(
            drift ->
                put(
                    tree.putObject("DRIFT"),
                    drift.kind().name(),
                    drift.cause(),
                    drift.kind().remedy()));
    state
        .result()
        .map(IntegrityResult::omittedFindings)
        .filter(omitted -> omitted > 0)
        .ifPresent(omitted -> tree.put("OMITTED", omitted));
    return tree;
  }

  private static void put(ObjectNode told, String code, String cause, String remedy) {
    told.put("code", code).put("cause", OriginalJson.whole(cause)).put("remedy", remedy);
  }

  private static void putDimensions(ObjectNode tree, Decision decision) {
    if (!decision.dimensions().isEmpty()) {
      ObjectNode counted = tree.putObject("DIMENSIONS");
      decision.dimensions().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(each -> counted.put(each.getKey().word(), each.getValue().word()));
    }
  }

  private static void put(ObjectNode trust, TrustStatus.Concern concern) {
    trust.put("code", concern.kind().name());
    trust.put("place", OriginalJson.whole(concern.place()));
    trust.put("detail", OriginalJson.whole(concern.text()));
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
