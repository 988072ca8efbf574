package dev.signet.sample.host.admin;

import dev.signet.report.Expiry;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.report.ReportHtml;
import dev.signet.report.RevocationFreshness;
import dev.signet.report.Standing;
import dev.signet.trust.TrustStatus;
import dev.signet.verdict.Count;

/** How up to date the revocation lists are, and what keeps them from being so. */
final class TrustPanel {
  private static final int MOST_EXPIRIES = 5;

  private TrustPanel() {}

  static String html(IntegrityReport report) {
    StringBuilder html =
        new StringBuilder(
            "<section aria-labelledby=\"trust\">\n<h2 id=\"trust\">Revocation lists</h2>\n<p>"
                + freshness(report)
                + "</p>\n");
    if (!report.trust().sources().isEmpty()) {
      html.append("<ul class=\"sources signet-report\">\n");
      report.trust().sources().forEach(source -> html.append(source(source, report)));
      html.append("</ul>\n");
    }
    if (!report.trust().concerns().isEmpty()) {
      html.append("<div class=\"signet-report\">\n");
      report.trust().concerns().forEach(concern -> html.append(ReportHtml.concern(concern)));
      html.append("</div>\n");
    }
    return html.append("</section>\n").append(expiries(report)).toString();
  }

  private static String expiries(IntegrityReport report) {
    if (report.expiries().isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder(
            """
            <section aria-labelledby="expiries">
            <h2 id="expiries">What runs out next</h2>
            <ul class="sources signet-report">
            """);
    report.expiries().stream().limit(MOST_EXPIRIES).forEach(each -> html.append(expiry(each)));
    return html.append("</ul>\n</section>\n").toString();
  }

  private static String expiry(Expiry each) {
    return "<li>"
        + Html.time(each.at())
        + ": "
        + Html.isolate(each.what())
        + ".<br>"
        + Html.escape(each.kind().effect())
        + " "
        + Html.escape(each.kind().remedy())
        + "</li>\n";
  }

  private static String freshness(IntegrityReport report) {
    RevocationFreshness lists = report.lists();
    if (lists.lists() == 0) {
      return "This host has no revocation list: a certificate that was withdrawn goes unnoticed.";
    }
    String count = Count.of(lists.lists(), "list");
    String due = lists.nextUpdate().map(at -> ", the next one due " + Html.time(at)).orElse("");
    return lists.isStale(report.at())
        ? "<strong>Out of date:</strong> "
            + count
            + lists.nextUpdate().map(at -> ", one was due " + Html.time(at)).orElse("")
            + ". Install the authority's current list in the host's trust folder."
        : (lists.inOrder() ? "Up to date: " : "Still good, but not every source could be read: ")
            + count
            + due
            + ".";
  }

  private static String source(TrustStatus.Source source, IntegrityReport report) {
    boolean late =
        source.list().filter(list -> list.nextUpdate().isBefore(report.at())).isPresent();
    Standing.Grade grade = !source.isInOrder() || late ? Standing.Grade.BAD : Standing.Grade.GOOD;
    String label = source.isInOrder() ? late ? "out of date" : "up to date" : "failed";
    return "<li><code>"
        + Html.isolate(source.place())
        + "</code> "
        + ReportHtml.badge(new Standing(grade, label, "", ""))
        + source
            .lastSuccess()
            .map(at -> " last read without fault " + Html.time(at))
            .orElse(" never read without fault")
        + source
            .lastFailure()
            .filter(failure -> !source.isInOrder())
            .map(failure -> "<br>" + Html.isolate(failure.cause()))
            .orElse("")
        + "</li>\n";
  }
}
