package dev.signet.report;

import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What is to be told of one reason: once, however many files it is about.
 *
 * @param reason the stable code
 * @param severity whether it speaks against the bundle, or is only worth knowing
 * @param findings one for each file or cause; at least one
 */
public record Problem(Reason reason, Finding.Severity severity, List<Finding> findings) {
  private static final int MOST_REMEDIES = 3;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException when there is no finding
   */
  public Problem {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(severity, "severity");
    findings = List.copyOf(findings);
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("findings: a problem has at least one");
    }
  }

  /** Returns the findings by severity and reason, in the order in which these first come up. */
  public static List<Problem> of(List<Finding> findings) {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : findings) {
      groups
          .computeIfAbsent(finding.severity() + " " + finding.reason(), key -> new ArrayList<>())
          .add(finding);
    }
    return groups.values().stream()
        .map(group -> new Problem(group.get(0).reason(), group.get(0).severity(), group))
        .toList();
  }

  /** Returns whether it speaks against the bundle. */
  public boolean isProblem() {
    return severity == Finding.Severity.PROBLEM;
  }

  /** Returns what happened, in one plain sentence without anything from the bundle. */
  public String sentence() {
    return Wording.sentence(reason, findings.size());
  }

  /**
   * Returns whether the bundle is thereby unsigned, modified, signed by someone else or something
   * else again: one to four words.
   */
  public String nature() {
    return Wording.nature(reason);
  }

  /**
   * Returns what this reader can do, unescaped: usually one sentence, up to three where the causes
   * differ. Empty when there is nothing to do.
   */
  public String remedy(Audience audience) {
    return findings.stream()
        .map(finding -> finding.remedy(audience))
        .filter(remedy -> !remedy.isEmpty())
        .distinct()
        .limit(MOST_REMEDIES)
        .collect(Collectors.joining(" "));
  }
}
