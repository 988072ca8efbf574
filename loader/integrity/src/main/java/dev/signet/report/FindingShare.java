package dev.signet.report;

import dev.signet.Internal;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The part of many findings that says the most: of each reason the first, then the first ones. */
@Internal
public final class FindingShare {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

  private FindingShare() {}

  private record Kind(Reason reason, Finding.Severity severity) {}

  /**
   * Returns findings in their order.
   *
   * @param maximum how many, unless there are more reasons
   */
  public static List<Finding> of(List<Finding> findings, int maximum) {
    if (findings.size() <= maximum) {
      return findings;
    }
    Set<Kind> seen = new HashSet<>();
    boolean[] first = new boolean[findings.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = seen.add(new Kind(findings.get(i).reason(), findings.get(i).severity()));
    }
    int room = Math.max(0, maximum - seen.size());
    List<Finding> share = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      if (first[i] || room-- > 0) {
        share.add(findings.get(i));
      }
    }
    return share;
  }

  /** Returns whether two lists tell the same, as far as one may be a share of the other. */
  static boolean tellTheSame(List<Finding> some, List<Finding> others) {
    int size = Math.min(some.size(), others.size());
    return texts(of(some, size)).equals(texts(of(others, size)));
  }

  /** Returns a sentence without its numbers: times, sizes and names of temporary files. */
  static String withoutNumbers(String sentence) {
    return NUMBERS.matcher(sentence).replaceAll("0");
  }

  private static List<Finding> texts(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                new Finding(
                    finding.reason(),
                    finding.severity(),
                    finding.path(),
                    finding.expected(),
                    finding.current(),
                    withoutNumbers(finding.detail())))
        .toList();
  }
}
