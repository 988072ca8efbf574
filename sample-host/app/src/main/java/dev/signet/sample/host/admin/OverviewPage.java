package dev.signet.sample.host.admin;

import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.report.Drift;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.NotRunning;
import dev.signet.report.Problem;
import dev.signet.report.ReportHtml;
import dev.signet.report.Standing;
import dev.signet.sample.host.web.UploadRules;
import dev.signet.verdict.Count;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** All plugins and the host itself at a glance, the worst first. */
final class OverviewPage {
  private final IntegrityReport report;
  private final List<InstallRecovery> recoveries;

  OverviewPage(IntegrityReport report, List<InstallRecovery> recoveries) {
    this.report = report;
    this.recoveries = recoveries;
  }

  /** Returns the main part of the page. */
  String main(RescanPanel rescan) {
    return "<h1>Plugin integrity</h1>\n<div class=\"results\">\n"
        + HostRules.alarm(report)
        + recoveries()
        + summary()
        + "</div>\n"
        + rescan.html(report)
        + "<div class=\"results\">\n"
        + states()
        + expiring()
        + TrustPanel.html(report)
        + HostRules.html(report)
        + "</div>\n";
  }

  private String recoveries() {
    return recoveries.stream()
        .sorted(Comparator.comparing(InstallRecovery::outcome).reversed())
        .map(OverviewPage::recovery)
        .collect(Collectors.joining());
  }

  private static String recovery(InstallRecovery recovery) {
    String begin =
        recovery.outcome() == InstallRecovery.Outcome.FAILED
            ? "<p class=\"alarm\"><strong>Not put right.</strong> "
            : "<p class=\"note\">";
    return begin + Html.isolate(recovery.explanation()) + "</p>\n";
  }

  private String summary() {
    List<IntegrityState> attention = report.needingAttention();
    int unknown = report.neverScanned().size();
    String text;
    if (!attention.isEmpty()) {
      text =
          attention.size()
              + " of "
              + report.states().size()
              + (attention.size() == 1 ? " needs" : " need")
              + " attention. Begin at the top of the list.";
    } else if (unknown > 0) {
      text = "Nothing bad was found. " + unknown + " never scanned: rescan to know.";
    } else {
      text = "Everything is as its authors signed it.";
    }
    Standing.Grade grade =
        report.states().stream()
            .map(state -> Standing.of(state).grade())
            .max(Comparator.naturalOrder())
            .orElse(Standing.Grade.GOOD);
    return "<p class=\"summary signet-report signet-"
        + grade.word()
        + "\">"
        + text
        + "</p>\n"
        + (attention.isEmpty()
            ? ""
            : "<p class=\"downloads\"><a href=\"/admin/report.txt\">List of invalid files\u2026</a>"
                + " <a href=\"/admin/report.txt?download\" download>Download as text</a>"
                + " <a href=\"/admin/report.json?download\" download>Download as JSON</a></p>\n")
        + report
            .problem()
            .map(problem -> "<p class=\"note\">" + Html.isolate(problem) + "</p>\n")
            .orElse("");
  }

  private String states() {
    List<IntegrityState> sorted = new ArrayList<>(report.states());
    sorted.sort(
        Comparator.comparing((IntegrityState state) -> Standing.of(state).grade()).reversed());
    return sorted.stream()
        .map(OverviewPage::row)
        .collect(
            Collectors.joining(
                "",
                "<section aria-labelledby=\"plugins\">\n<h2 id=\"plugins\">The host and its plugins"
                    + "</h2>\n<ul class=\"plugins signet-report\">\n",
                "</ul>\n<p class=\"downloads\"><a href=\""
                    + UploadRules.INSTALL
                    + "\">Install or update a plugin\u2026</a></p>\n</section>\n"));
  }

  private static String row(IntegrityState state) {
    Standing standing = Standing.of(state);
    String version = state.result().map(IntegrityResult::version).orElse("");
    return "<li>\n<p class=\"name\"><a href=\"/admin/plugins/"
        + state.target().key()
        + "\">"
        + (state.target().isCore() ? "The host itself" : Html.isolate(state.name()))
        + "</a> <span class=\"quiet\">"
        + (version.isEmpty() ? "" : Html.isolate(version))
        + "</span></p>\n<p class=\"badge\">"
        + ReportHtml.badge(standing)
        + "</p>\n<p class=\"what\">"
        + what(state, standing)
        + "</p>\n<p class=\"when quiet\">"
        + state
            .result()
            .map(result -> "scanned " + Html.time(result.scannedAt()))
            .orElse("never scanned")
        + "</p>\n</li>\n";
  }

  /** The worst problem says more than what all of them amount to. */
  private static String what(IntegrityState state, Standing standing) {
    List<Problem> problems =
        state.failure().isPresent()
            ? List.of()
            : state.result().map(result -> Problem.of(result.findings())).orElse(List.of());
    String first =
        state
            .notRunning()
            .map(NotRunning::cause)
            .map(Printable::of)
            .or(() -> problems.stream().findFirst().map(Problem::sentence))
            .or(() -> state.drift().map(Drift::cause).map(Printable::of))
            .orElse(standing.meaning());
    int more = problems.size() - 1;
    String rest = more < 1 ? "" : " And " + Count.of(more, "more problem") + ".";
    return Html.escape(first + rest)
        + " <span class=\"quiet\">"
        + Html.escape(standing.consequence())
        + "</span>";
  }

  private String expiring() {
    List<String> rows = new ArrayList<>();
    for (IntegrityState state : report.states()) {
      for (Finding finding : state.result().map(IntegrityResult::findings).orElse(List.of())) {
        if (finding.reason() == Reason.EXPIRES_SOON) {
          rows.add(
              "<li><a href=\"/admin/plugins/"
                  + state.target().key()
                  + "\">"
                  + Html.isolate(state.name())
                  + "</a>: "
                  + Html.isolate(finding.detail())
                  + "</li>\n");
        }
      }
    }
    return rows.isEmpty()
        ? ""
        : "<section aria-labelledby=\"expiring\">\n<h2 id=\"expiring\">Certificates about to expire"
            + "</h2>\n<ul>\n"
            + String.join("", rows)
            + "</ul>\n<p>"
            + Html.escape(Reason.EXPIRES_SOON.remedy().forAdministrator())
            + "</p>\n</section>\n";
  }
}
