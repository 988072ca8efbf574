package dev.signet.cli;

import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.report.Printable;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a person what was found, and what a host would do with it. */
final class CheckReport {
  private static final String OTHER_CHANNEL = "beta";
  private static final int KEY_CHARS = 16;

  private final PrintWriter out;
  private final Style style;
  private final SignaturePolicy stable;
  private final SignaturePolicy elsewhere;

  CheckReport(Terminal terminal, String channel) {
    this.out = terminal.out();
    this.style = new Style(terminal.isColoured());
    this.stable = policy(ReleaseChannel.STABLE);
    ReleaseChannel named = new ReleaseChannel(channel);
    this.elsewhere = policy(named.enforces() ? new ReleaseChannel(OTHER_CHANNEL) : named);
  }

  private static SignaturePolicy policy(ReleaseChannel channel) {
    return SignaturePolicy.require(SignatureRequirement.ALL).channel(channel).build();
  }

  void print(CheckedBundle bundle) {
    Verdict verdict = bundle.verdict();
    out.println(headline(bundle));
    row("signed by", verdict.signer().map(CheckReport::signer).orElse("nobody, as far as proven"));
    row("on stable", decision(stable.decide(verdict)));
    row("elsewhere", decision(elsewhere.decide(verdict)) + " (channel '" + channel() + "')");
    groups(verdict).values().forEach(this::print);
  }

  void printSummary(List<CheckedBundle> bundles) {
    Map<String, Integer> words = new LinkedHashMap<>();
    for (CheckedBundle bundle : bundles) {
      words.merge(bundle.verdict().word(), 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    words.forEach((word, count) -> parts.add(count + " " + word));
    String details = parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    long refused =
        bundles.stream().filter(bundle -> !stable.decide(bundle.verdict()).isAdmitted()).count();
    out.println(
        count(bundles.size(), "bundle") + details + ". Stable would refuse " + refused + ".");
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

  private static String signer(Signer signer) {
    return "CN="
        + signer.commonName()
        + ", key "
        + signer.keyId().substring(0, KEY_CHARS)
        + ", "
        + signer.algorithm()
        + ", until "
        + signer.notAfter()
        + ", under "
        + signer.anchor();
  }

  private static String decision(Decision decision) {
    return switch (decision.action()) {
      case ADMIT -> "admitted";
      case WARN -> "admitted with a warning";
      case REFUSE -> "refused";
    };
  }

  private String channel() {
    return elsewhere.channel().name();
  }

  private void row(String label, String value) {
    out.println("  " + style.faint(label) + "  " + Printable.of(value));
  }

  /** A reason is explained once, however many files it is about. */
  private static Map<String, List<Finding>> groups(Verdict verdict) {
    Map<String, List<Finding>> groups = new LinkedHashMap<>();
    for (Finding finding : verdict.findings()) {
      groups
          .computeIfAbsent(finding.severity() + " " + finding.reason(), key -> new ArrayList<>())
          .add(finding);
    }
    return groups;
  }

  private void print(List<Finding> group) {
    Finding first = group.get(0);
    String code = first.reason().name();
    out.println();
    out.println(
        "  "
            + (first.isProblem() ? style.bad(code) : style.doubtful(code + " (notice)"))
            + (group.size() == 1 ? "" : "  " + count(group.size(), "time")));
    group.forEach(this::print);
    if (first.isProblem()) {
      out.println("    " + style.faint("to do: ") + first.reason().remedy());
    }
  }

  private void print(Finding finding) {
    String path = finding.path();
    String start = path == null ? "" : style.strong(Printable.of(path)) + ": ";
    out.println("    " + start + Printable.of(finding.detail()));
    boolean digests = finding.reason() != Reason.SCOPE_MISMATCH;
    value(digests ? "expected" : "asked for", finding.expected());
    value(digests ? "current " : "CN       ", finding.current());
  }

  private void value(String label, @Nullable String value) {
    if (value != null) {
      out.println("      " + style.faint(label) + " " + Printable.of(value));
    }
  }

  private static String count(int count, String noun) {
    return String.format(Locale.ROOT, "%d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
