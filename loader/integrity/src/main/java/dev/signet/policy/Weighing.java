package dev.signet.policy;

import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What problems make of a decision, by what the host enforces. */
record Weighing(EnforcementRules rules, boolean checkingOff) {

  /** Returns whether there is anything to load of which the host knows all bytes. */
  static boolean isLoadable(Verdict verdict) {
    Subject subject = verdict.subject();
    if (subject.contentDigest().isEmpty() || subject.id().isEmpty()) {
      return false;
    }
    for (Finding finding : verdict.findings()) {
      if (finding.isProblem() && finding.reason() == Reason.CLASS_PATH_ESCAPE) {
        return false;
      }
    }
    return true;
  }

  /** Returns a decision when these speak against the bundle; there is at least one. */
  Decision objection(Decision decision, List<Finding> problems) {
    Map<Dimension, Enforcement> dimensions = new EnumMap<>(Dimension.class);
    Enforcement strictest = Enforcement.OFF;
    for (Finding problem : problems) {
      Dimension.of(problem.reason()).forEach(each -> dimensions.put(each, applied(rules.of(each))));
      Enforcement rule = applied(rules.of(problem.reason()));
      strictest = rule.compareTo(strictest) < 0 ? rule : strictest;
    }
    Decision counted = decision.counting(dimensions);
    return strictest == Enforcement.ENFORCE
        ? counted.acting(Decision.Action.REFUSE, whyRefused(counted))
        : counted.acting(Decision.Action.WARN, whyAdmitted(counted, strictest));
  }

  /** Returns a decision about what nothing can refuse. */
  Decision warning(Decision decision, List<Finding> problems, String why) {
    Map<Dimension, Enforcement> dimensions = new EnumMap<>(Dimension.class);
    for (Finding problem : problems) {
      for (Dimension each : Dimension.of(problem.reason())) {
        dimensions.put(
            each, rules.of(each) == Enforcement.OFF ? Enforcement.OFF : Enforcement.WARN);
      }
    }
    return decision.counting(dimensions).acting(Decision.Action.WARN, why);
  }

  /** Returns a rule as it counts now. */
  Enforcement applied(Enforcement rule) {
    return checkingOff && rule == Enforcement.ENFORCE ? Enforcement.WARN : rule;
  }

  /** On stable it goes without saying. */
  private String whyRefused(Decision decision) {
    return rules.channel().enforces()
        ? ""
        : String.format(
            Locale.ROOT,
            "Refused since this host enforces %s on channel '%s', too.",
            Dimension.words(decision.dimensions(Enforcement.ENFORCE)),
            rules.channel().name());
  }

  private String whyAdmitted(Decision decision, Enforcement strictest) {
    if (checkingOff) {
      return "Checking is switched off by this host.";
    }
    if (strictest == Enforcement.OFF) {
      return String.format(
          Locale.ROOT,
          "This host has switched %s off: it is only noted.",
          Dimension.words(decision.dimensions(Enforcement.OFF)));
    }
    if (!rules.channel().enforces()) {
      return String.format(
          Locale.ROOT,
          "Channel '%s' does not enforce: this would have been refused on stable.",
          rules.channel().name());
    }
    Set<Dimension> warned = decision.dimensions(Enforcement.WARN);
    return String.format(
        Locale.ROOT,
        "This host only warns about %s: enforced, this would have been refused.",
        Dimension.words(warned));
  }
}
