package dev.signet.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.report.OriginalJson;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Our verdicts in the words of what was recorded. */
final class Outcomes {
  private Outcomes() {}

  /** Returns the result in the original structure, without what we add to it. */
  static ObjectNode original(Verdict verdict) {
    ObjectNode result = OriginalJson.tree(verdict);
    result.remove("REASON");
    return result;
  }

  /** Returns the problems: reasons with the paths they are about. */
  static String inShort(Verdict verdict) {
    return problems(verdict).stream()
        .map(
            finding ->
                finding.path() == null
                    ? finding.reason().name()
                    : finding.reason() + " " + finding.path())
        .collect(Collectors.joining(", "));
  }

  static List<Finding> problems(Verdict verdict) {
    return verdict.findings().stream().filter(Finding::isProblem).toList();
  }

  static List<Reason> notices(Verdict verdict) {
    return verdict.findings().stream()
        .filter(finding -> !finding.isProblem())
        .map(Finding::reason)
        .distinct()
        .toList();
  }
}
