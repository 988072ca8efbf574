package dev.signet.policy;

import dev.signet.verdict.Audience;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the host does with a bundle, and why.
 *
 * @param action what is done
 * @param verdict the fact it is based on, which no decision changes
 * @param circumstances findings that lie outside the bundle's bytes, such as a refused dependency
 * @param channel the release channel it was decided for
 * @param dimensions what the host makes of problems in each dimension in which it counted one;
 *     empty when none counted, or when it could not be loaded whatever the host says
 * @param explanation one or more plain sentences for an admin, unescaped; printers escape them
 */
public record Decision(
    Action action,
    Verdict verdict,
    List<Finding> circumstances,
    ReleaseChannel channel,
    Map<Dimension, Enforcement> dimensions,
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

  /** Checks that nothing is null, and copies list and map. */
  public Decision {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(verdict, "verdict");
    circumstances = List.copyOf(circumstances);
    Objects.requireNonNull(channel, "channel");
    dimensions = Map.copyOf(dimensions);
    Objects.requireNonNull(explanation, "explanation");
  }

  /** A decision for which no problem of any dimension counted. */
  public Decision(
      Action action,
      Verdict verdict,
      List<Finding> circumstances,
      ReleaseChannel channel,
      String explanation) {
    this(action, verdict, circumstances, channel, Map.of(), explanation);
  }

  /** Returns whether the bundle may be loaded. */
  public boolean isAdmitted() {
    return action != Action.REFUSE;
  }

  /**
   * Returns all there is to tell, {@linkplain Finding#GRAVEST_FIRST what decides} first; of what is
   * equally grave the circumstances, since a host may put up with what is merely unsigned, but
   * never with these. What is wrong only in dimensions that are off is a notice.
   */
  public List<Finding> findings() {
    if (circumstances.isEmpty() && verdict.findings().isEmpty()) {
      return List.of();
    }
    return Stream.concat(circumstances.stream(), verdict.findings().stream())
        .map(finding -> isOff(finding) ? finding.asNotice() : finding)
        .sorted(Finding.GRAVEST_FIRST)
        .toList();
  }

  private boolean isOff(Finding finding) {
    if (dimensions.isEmpty() || !finding.isProblem()) {
      return false;
    }
    Set<Dimension> open = Dimension.of(finding.reason());
    return !open.isEmpty()
        && open.stream().allMatch(each -> dimensions.get(each) == Enforcement.OFF);
  }

  /** Returns the dimensions with problems of which the host makes this. */
  public Set<Dimension> dimensions(Enforcement enforcement) {
    Set<Dimension> found = new TreeSet<>(dimensions.keySet());
    found.removeIf(each -> dimensions.get(each) != enforcement);
    return found;
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
        dimensions,
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
    return new Decision(other, verdict, circumstances, channel, dimensions, told);
  }

  /** Returns this decision with problems of more dimensions counted. */
  Decision counting(Map<Dimension, Enforcement> more) {
    Map<Dimension, Enforcement> all = new EnumMap<>(Dimension.class);
    all.putAll(dimensions);
    all.putAll(more);
    return new Decision(action, verdict, circumstances, channel, all, explanation);
  }
}
