package dev.signet.report;

import dev.signet.Internal;
import dev.signet.policy.Decision;
import dev.signet.policy.DimensionTexts;
import dev.signet.policy.EnforcementRules;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Count;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person what a check found, and what a host that requires all signatures would do with it.
 * Every line is safe to print. Immutable.
 */
@Internal
public final class CheckReport {
  private static final String OTHER_CHANNEL = "beta";
  private static final EnforcementRules STABLE = EnforcementRules.of(ReleaseChannel.STABLE);

  private final TextStyle style;
  private final Set<Audience> readers;
  private final boolean core;
  private final SignaturePolicy stable = policy(STABLE);
  private final SignaturePolicy elsewhere;

  /**
   * Creates a report.
   *
   * @param rules what to tell the decision for besides stable; {@code beta} when it is just that
   * @param readers whom to tell what to do
   */
  public CheckReport(TextStyle style, EnforcementRules rules, Set<Audience> readers) {
    this(
        style,
        readers,
        policy(
            rules.channel().enforces() && rules.chosen().isEmpty()
                ? EnforcementRules.of(new ReleaseChannel(OTHER_CHANNEL))
                : rules),
        false);
  }

  private CheckReport(
      TextStyle style, Set<Audience> readers, SignaturePolicy elsewhere, boolean core) {
    this.style = Objects.requireNonNull(style, "style");
    this.readers = new TreeSet<>(readers);
    this.elsewhere = elsewhere;
    this.core = core;
  }

  /** Returns a report on hosts' own folders, which nobody refuses. */
  public CheckReport ofCore() {
    return new CheckReport(style, readers, elsewhere, true);
  }

  private static SignaturePolicy policy(EnforcementRules rules) {
    return SignaturePolicy.require(SignatureRequirement.ALL).enforcement(rules).build();
  }

  /** Returns what a host on stable would do. */
  public Decision onStable(Verdict verdict) {
    return core ? stable.decideCore(verdict) : stable.decide(verdict);
  }

  /** Returns all there is to tell about a bundle. */
  public List<String> lines(CheckedBundle bundle) {
    Verdict verdict = bundle.verdict();
    List<String> lines = new ArrayList<>();
    lines.add(headline(bundle));
    lines.add(
        row("signed by", verdict.signer().map(Wording::signer).orElse("nobody, as far as proven")));
    verdict.cosigners().forEach(cosigner -> lines.add(row("also by", Wording.signer(cosigner))));
    addConsequences(lines, verdict);
    Problem.of(onStable(verdict).findings()).forEach(problem -> add(lines, problem));
    return List.copyOf(lines);
  }

  private void addConsequences(List<String> lines, Verdict verdict) {
    Decision decision = onStable(verdict);
    if (core) {
      boolean silent = decision.action() == Decision.Action.ADMIT;
      lines.add(row("the host", silent ? "runs" : "runs all the same, with a warning"));
      return;
    }
    lines.add(row("on stable", DimensionTexts.word(decision)));
    EnforcementRules rules = elsewhere.enforcement();
    String where =
        "channel '"
            + rules.channel().name()
            + rules.differences().map(beside -> "', " + beside).orElse("'");
    lines.add(
        row("elsewhere", DimensionTexts.word(elsewhere.decide(verdict)) + " (" + where + ")"));
  }

  /** Returns one line about several bundles. */
  public String summary(List<CheckedBundle> bundles) {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (CheckedBundle bundle : bundles) {
      words.merge(bundle.verdict().word(), 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    words.forEach((word, count) -> parts.add(count + " " + word));
    String details = parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    long refused =
        bundles.stream().filter(bundle -> !onStable(bundle.verdict()).isAdmitted()).count();
    return Count.of(bundles.size(), "bundle") + details + ". Stable would refuse " + refused + ".";
  }

  private String headline(CheckedBundle bundle) {
    Verdict verdict = bundle.verdict();
    Subject subject = verdict.subject();
    String name =
        subject.id().isEmpty()
            ? bundle.fileName()
            : (subject.id() + " " + subject.version()).trim();
    String word = verdict.isVerified() ? style.good(verdict.word()) : style.bad(verdict.word());
    return word
        + "  "
        + style.strong(Printable.of(name))
        + "  "
        + style.faint(Printable.of(bundle.source().toString()));
  }

  private String row(String label, String value) {
    return "  " + style.faint(label) + "  " + Printable.of(value);
  }

  private void add(List<String> lines, Problem problem) {
    String code = problem.reason().name();
    int times = problem.findings().size();
    lines.add("");
    lines.add(
        "  "
            + (problem.isProblem() ? style.bad(code) : style.doubtful(code + " (notice)"))
            + (times == 1 ? "" : "  " + Count.of(times, "time")));
    problem.findings().forEach(finding -> add(lines, finding));
    lines.addAll(remedies(problem));
  }

  private List<String> remedies(Problem problem) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Audience reader : readers) {
      boolean other = !labels.isEmpty() && reader == Audience.AUTHOR;
      labels.putIfAbsent(problem.remedy(reader), other ? "by its author: " : "to do: ");
    }
    labels.remove("");
    List<String> lines = new ArrayList<>();
    labels.forEach(
        (remedy, label) -> lines.add("    " + style.faint(label) + Printable.of(remedy)));
    return lines;
  }

  private void add(List<String> lines, Finding finding) {
    String path = finding.path();
    String start = path == null ? "" : style.strong(Printable.of(path)) + ": ";
    lines.add("    " + start + Printable.of(finding.detail()));
    boolean digests = finding.reason() != Reason.SCOPE_MISMATCH;
    add(lines, digests ? "expected" : "asked for", finding.expected());
    add(lines, digests ? "current " : "CN       ", finding.current());
  }

  private void add(List<String> lines, String label, @Nullable String value) {
    if (value != null) {
      lines.add("      " + style.faint(label) + " " + Printable.of(value));
    }
  }
}
