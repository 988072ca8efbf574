package dev.signet.bundle;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects findings in bounded memory: the first {@value #MAXIMUM}, and how many more. */
final class FindingList {
  static final int MAXIMUM = 1_000;

  private static final int LONGEST_PATH = 1_024;

  private static final Comparator<Finding> BY_PATH =
      Comparator.comparing(finding -> finding.path() == null ? "" : finding.path());

  private final List<Finding> findings = new ArrayList<>();
  private long more;

  void add(Finding finding) {
    if (findings.size() < MAXIMUM) {
      findings.add(finding);
    } else {
      more++;
    }
  }

  void add(Reason reason, String path, String detail) {
    String shown = path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path;
    add(Finding.at(reason, shown, detail));
  }

  void add(Reason reason, String detail) {
    add(Finding.of(reason, detail));
  }

  /** Returns the findings by path, those of the whole bundle first. */
  List<Finding> toList() {
    List<Finding> result = new ArrayList<>(findings);
    if (more > 0) {
      result.add(
          Finding.of(
              Reason.LIMIT_EXCEEDED, "There are " + more + " more findings, which are left out."));
    }
    result.sort(BY_PATH);
    return List.copyOf(result);
  }
}
