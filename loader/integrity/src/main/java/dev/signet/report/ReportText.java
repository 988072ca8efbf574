package dev.signet.report;

import dev.signet.policy.DimensionTexts;
import dev.signet.verdict.Audience;
import dev.signet.verdict.FileDifference;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report as plain text in the original system's shape: technical information, results, raw
 * output. Every line is safe to print.
 */
public final class ReportText {
  private ReportText() {}

  /** Returns the text, with a line feed at the end of each line. */
  public static String of(IntegrityReport report) {
    List<String> lines = new ArrayList<>();
    title(lines, "Technical information");
    lines.add("The following list covers which files have failed the integrity check. Each");
    lines.add("code comes with what to do about it.");
    lines.add("");
    addFacts(lines, report);
    lines.add("");
    title(lines, "Results");
    addResults(lines, report);
    lines.add("");
    title(lines, "Raw output");
    lines.add(ReportJson.text(report));
    return String.join("\n", lines) + "\n";
  }

  private static void title(List<String> lines, String title) {
    lines.add(title);
    lines.add("=".repeat(title.length()));
  }

  private static void addFacts(List<String> lines, IntegrityReport report) {
    IntegrityReport.Host host = report.host();
    RevocationFreshness lists = report.lists();
    fact(lines, "Written", When.exact(report.at()));
    fact(lines, "Signet", host.engineVersion());
    fact(
        lines,
        "Channel",
        host.channel().name()
            + (host.channel().enforces() ? ", which refuses" : ", which only warns"));
    host.enforcement().differences().ifPresent(beside -> fact(lines, "Beside that", beside));
    fact(lines, "Must be signed", host.requirement().name());
    fact(lines, "Checking", host.checkingOff() ? "OFF, nothing is refused" : "on");
    fact(
        lines,
        "Revocation lists",
        lists.lists() + lists.nextUpdate().map(due -> ", next due " + When.exact(due)).orElse(""));
    report.nextExpiry().ifPresent(next -> fact(lines, "Runs out next", next.sentence()));
    fact(lines, "Last full rescan", report.lastRescan().map(When::exact).orElse("never"));
    report.trust().allConcerns().forEach(concern -> fact(lines, "Trust", concern.text()));
    report.problem().ifPresent(problem -> fact(lines, "Kept results", problem));
  }

  private static void fact(List<String> lines, String label, String value) {
    lines.add(String.format(Locale.ROOT, "%-18s%s", label + ":", Printable.of(value)));
  }

  private static void addResults(List<String> lines, IntegrityReport report) {
    if (report.states().stream().noneMatch(IntegrityState::needsAttention)) {
      lines.add("No errors have been found.");
    }
    for (Map.Entry<String, IntegrityState> entry : ReportJson.named(report.states()).entrySet()) {
      IntegrityState state = entry.getValue();
      if (state.needsAttention() || state.isNeverScanned()) {
        lines.add("- " + Printable.of(entry.getKey()));
        add(lines, state);
      }
    }
  }

  private static void add(List<String> lines, IntegrityState state) {
    state
        .failure()
        .ifPresentOrElse(
            failure -> {
              lines.add("\t- SCAN_FAILED");
              lines.add("\t\t- " + Printable.of(failure.cause()));
            },
            () -> {
              if (state.isNeverScanned() && state.drift().isEmpty()) {
                lines.add("\t- NEVER_SCANNED");
              }
            });
    state
        .notRunning()
        .ifPresent(why -> add(lines, why.kind().name(), why.cause(), why.kind().remedy()));
    state
        .drift()
        .ifPresent(drift -> add(lines, drift.kind().name(), drift.cause(), drift.kind().remedy()));
    state
        .result()
        .ifPresent(
            result -> {
              Problem.of(result.findings()).forEach(problem -> add(lines, problem));
              DimensionTexts.of(result.decision()).forEach(each -> lines.add("\t- " + each));
              if (result.omittedFindings() > 0) {
                lines.add(String.format(Locale.ROOT, "\t- and %,d more", result.omittedFindings()));
              }
            });
  }

  private static void add(List<String> lines, String code, String cause, String remedy) {
    lines.add("\t- " + code);
    lines.add("\t\t- " + Printable.of(cause));
    lines.add("\t\tTo do: " + remedy);
  }

  private static void add(List<String> lines, Problem problem) {
    lines.add("\t- " + problem.reason().name() + (problem.isProblem() ? "" : " (notice)"));
    for (Finding finding : problem.findings()) {
      lines.add("\t\t- " + Printable.of(about(finding)));
    }
    String remedy = problem.remedy(Audience.ADMINISTRATOR);
    if (!remedy.isEmpty()) {
      lines.add("\t\tTo do: " + Printable.of(remedy));
    }
  }

  private static String about(Finding finding) {
    String path = finding.path();
    if (path == null) {
      return finding.detail();
    }
    return FileDifference.isOrdinary(finding) ? path : path + ": " + finding.detail();
  }
}
