package dev.signet.pf4j.load;

import dev.signet.admit.SealedBundle;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells whether a new decision on a loaded plugin says anything that somebody should know. */
final class DecisionComparison {
  private DecisionComparison() {}

  /**
   * Returns whether a loaded bundle is judged otherwise now.
   *
   * @param was the decision on its copy before
   */
  static boolean differs(SealedBundle bundle, Decision was, Decision now) {
    boolean sound = problems(bundle.decision()).isEmpty();
    if (was.action() != now.action() && sound) {
      return true;
    }
    if (!notices(was).containsAll(notices(now)) || !circumstances(was).equals(circumstances(now))) {
      return true;
    }
    // What an archive's own form was faulted for is no longer to be seen in the copy.
    return sound ? !problems(was).equals(problems(now)) : !problems(was).containsAll(problems(now));
  }

  /** What the host remembers counts beside the bytes: a new key may have been confirmed. */
  private static Set<Reason> circumstances(Decision decision) {
    return decision.circumstances().stream().map(Finding::reason).collect(Collectors.toSet());
  }

  private static Set<Reason> problems(Decision decision) {
    return decision.verdict().findings().stream()
        .filter(Finding::isProblem)
        .map(Finding::reason)
        .collect(Collectors.toSet());
  }

  /**
   * What is reported of certificates and lists: that one runs out soon must be told in time. Files
   * the host puts up with are left out, since the copy is without them.
   */
  private static Set<Reason> notices(Decision decision) {
    return decision.verdict().findings().stream()
        .filter(finding -> !finding.isProblem() && finding.path() == null)
        .map(Finding::reason)
        .collect(Collectors.toSet());
  }
}
