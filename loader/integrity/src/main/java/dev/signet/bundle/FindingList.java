package dev.signet.bundle;

import dev.signet.Internal;
import dev.signet.file.NameEncoding;
import dev.signet.verdict.Count;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Collects findings in bounded memory: the first {@value #MAXIMUM} problems and as many notices,
 * and how many more.
 */
@Internal
public final class FindingList {
  static final int MAXIMUM = 1_000;

  private static final int LONGEST_PATH = 1_024;

  private static final Comparator<Finding> BY_PATH =
      Comparator.comparing(finding -> finding.path() == null ? "" : finding.path());

  private final Share problems = new Share();
  private final Share notices = new Share();

  /** Findings of one severity: notices, however many, must not crowd out problems. */
  private static final class Share {
    private final List<Finding> findings = new ArrayList<>();
    private long more;

    private void add(Finding finding) {
      // Those of the whole bundle are few by nature, and say the most.
      if (findings.size() < MAXIMUM || finding.path() == null) {
        findings.add(finding);
      } else {
        more++;
      }
    }

    private Optional<Finding> summary() {
      String detail =
          Count.of(more, "more finding", "more findings") + " of this kind: left out here.";
      return more == 0 ? Optional.empty() : Optional.of(Finding.of(Reason.LIMIT_EXCEEDED, detail));
    }
  }

  public void add(Finding finding) {
    (finding.isProblem() ? problems : notices).add(finding);
  }

  public void add(Reason reason, String path, String detail) {
    add(Finding.at(reason, shown(path), detail));
  }

  /** Adds that a path cannot be a name here, in the locale of this JVM. */
  public void addUnnamed(String path, String detail) {
    add(Finding.at(Reason.UNSAFE_PATH, shown(path), detail).withRemedy(NameEncoding.REMEDY));
  }

  private static String shown(String path) {
    return path.length() > LONGEST_PATH ? path.substring(0, LONGEST_PATH) + "…" : path;
  }

  public void add(Reason reason, String detail) {
    add(Finding.of(reason, detail));
  }

  /** Returns the findings by path, those of the whole bundle first. */
  public List<Finding> toList() {
    List<Finding> result = new ArrayList<>(problems.findings);
    result.addAll(notices.findings);
    problems.summary().ifPresent(result::add);
    notices.summary().map(Finding::asNotice).ifPresent(result::add);
    result.sort(BY_PATH);
    return List.copyOf(result);
  }
}
