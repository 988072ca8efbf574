package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.report.Printable;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.List;

/** Decisions as text. */
final class Decisions {
  private Decisions() {}

  /** Returns the reasons that count: the problems', or the notices' when there are none. */
  static List<Reason> reasons(Decision decision) {
    List<Finding> findings = decision.findings();
    boolean problems = findings.stream().anyMatch(Finding::isProblem);
    return findings.stream()
        .filter(finding -> finding.isProblem() || !problems)
        .map(Finding::reason)
        .distinct()
        .toList();
  }

  /** Returns explanation and remedy on one line, escaped. */
  static String line(Decision decision) {
    String remedy = reasons(decision).stream().findFirst().map(Reason::remedy).orElse("");
    String explanation = decision.explanation();
    String text = explanation.contains(remedy) ? explanation : explanation + " " + remedy;
    return Printable.of(text.replaceAll("\\R", " ").strip());
  }
}
