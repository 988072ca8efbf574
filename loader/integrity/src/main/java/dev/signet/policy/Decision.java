package dev.signet.policy;

import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;

/**
 * What the host does with a bundle, and why.
 *
 * @param action what is done
 * @param verdict the fact it is based on, which no decision changes
 * @param circumstances findings that lie outside the bundle's bytes, such as a refused dependency
 * @param channel the release channel it was decided for
 * @param explanation one or more plain sentences for an admin, unescaped; printers escape them
 */
public record Decision(
    Action action,
    Verdict verdict,
    List<Finding> circumstances,
    ReleaseChannel channel,
    String explanation) {

  /** What is done with a bundle. */
  public enum Action {
    /** It may be loaded. */
    ADMIT,
    /** It may be loaded, and there is something to report. */
    WARN,
    /** It may not be loaded. */
    REFUSE
  }

  /** Checks that nothing is null, and copies the list. */
  public Decision {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(verdict, "verdict");
    circumstances = List.copyOf(circumstances);
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(explanation, "explanation");
  }

  /** Returns whether the bundle may be loaded. */
  public boolean isAdmitted() {
    return action != Action.REFUSE;
  }

  /**
   * Returns all there is to tell, {@linkplain Finding#GRAVEST_FIRST what decides} first; of what is
   * equally grave the circumstances, since a host may put up with what is merely unsigned, but
   * never with these.
   */
  public List<Finding> findings() {
    if (circumstances.isEmpty() && verdict.findings().isEmpty()) {
      return List.of();
    }
    return Stream.concat(circumstances.stream(), verdict.findings().stream())
        .sorted(Finding.GRAVEST_FIRST)
        .toList();
  }

  /**
   * Returns the explanation, and what this reader can do about what decided it; unescaped. Only the
   * explanation when there is nothing to do.
   */
  public String advice(Audience audience) {
    String remedy = findings().stream().findFirst().map(f -> f.remedy(audience)).orElse("");
    return explanation.contains(remedy) ? explanation : explanation + " " + remedy;
  }

  /** Returns the codes that count: the problems', or the notices' when there are no problems. */
  public List<Reason> reasons() {
    List<Finding> findings = findings();
    boolean problems = findings.stream().anyMatch(Finding::isProblem);
    return findings.stream()
        .filter(finding -> finding.isProblem() || !problems)
        .map(Finding::reason)
        .distinct()
        .toList();
  }

  /**
   * Returns this decision with one more circumstance that is only worth knowing: what is admitted
   * stays admitted, and is reported.
   */
  public Decision noting(Finding finding) {
    return adding(finding.asNotice()).acting(isAdmitted() ? Action.WARN : Action.REFUSE, "");
  }

  /** Returns what is decided before anything is held against the bundle. */
  static Decision admitting(Verdict verdict, List<Finding> circumstances, ReleaseChannel channel) {
    StringJoiner text = new StringJoiner(" ");
    text.add(Explanation.of(verdict));
    circumstances.forEach(finding -> text.add(finding.detail()));
    return new Decision(Action.ADMIT, verdict, circumstances, channel, text.toString());
  }

  /** Returns this decision with one more circumstance and the same action. */
  Decision adding(Finding circumstance) {
    return new Decision(
        action,
        verdict,
        Stream.concat(circumstances.stream(), Stream.of(circumstance)).toList(),
        channel,
        (explanation + " " + circumstance.detail()).strip());
  }

  /**
   * Returns this decision with another action.
   *
   * @param why a sentence to add, unless it is there; empty for none
   */
  Decision acting(Action other, String why) {
    String told =
        why.isEmpty() || explanation.contains(why) ? explanation : explanation + " " + why;
    return new Decision(other, verdict, circumstances, channel, told);
  }
}
