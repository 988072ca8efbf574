package dev.signet.pf4j;

import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.SignaturePolicy;
import dev.signet.report.Printable;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decisions that only come up among plugins or inside PF4J, and decisions as text. */
final class Decisions {
  private Decisions() {}

  /** Returns a refusal for one more problem than the verdict already had. */
  static Decision refuse(SignaturePolicy policy, Verdict before, Finding problem) {
    return policy.refuse(with(before, problem));
  }

  /** Returns a refusal of something that was not looked into. */
  static Decision refuse(SignaturePolicy policy, Finding problem) {
    return policy.refuse(Verdict.of(Subject.UNKNOWN, List.of(problem), Optional.empty()));
  }

  /** Returns the decision with something worth knowing added; what is admitted stays admitted. */
  static Decision note(Decision before, Finding finding) {
    Finding notice = finding.asNotice();
    return new Decision(
        before.isAdmitted() ? Action.WARN : Action.REFUSE,
        with(before.verdict(), notice),
        before.channel(),
        (before.explanation() + " " + notice.detail()).strip());
  }

  /** Returns the reasons that count: the problems', or the notices' when there are none. */
  static List<Reason> reasons(Decision decision) {
    List<Finding> findings = decision.verdict().findings();
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

  private static Verdict with(Verdict verdict, Finding finding) {
    List<Finding> findings = new ArrayList<>(verdict.findings());
    findings.add(finding);
    return Verdict.of(verdict.subject(), findings, verdict.signer());
  }
}
