package dev.signet.sample.host.admin;

import dev.signet.pf4j.rescan.Rescan;
import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import java.util.Locale;
import java.util.Optional;

/** Starts, shows and stops a rescan. */
final class RescanPanel {
  private final Optional<Rescan.Progress> progress;
  private final String formToken;

  RescanPanel(Optional<Rescan> rescan, String formToken) {
    this.progress = rescan.map(Rescan::progress);
    this.formToken = formToken;
  }

  boolean isRunning() {
    return progress.filter(Rescan.Progress::isRunning).isPresent();
  }

  /** Returns the panel for everything. */
  String html(IntegrityReport report) {
    String last =
        report
            .lastRescan()
            .map(at -> "Everything was last read again on " + Html.time(at) + ".")
            .orElse("Nothing has been read again since this host started.");
    return html(last, start("", "Rescan\u2026"));
  }

  /** Returns the panel for one target. */
  String html(String key) {
    return html("", start(key, "Rescan this one\u2026"));
  }

  private String html(String last, String start) {
    return "<section class=\"rescan\" id=\"rescan\" aria-labelledby=\"rescan-title\">\n"
        + "<h2 id=\"rescan-title\" class=\"unseen\">Rescan</h2>\n"
        + "<p id=\"rescan-status\" role=\"status\">"
        + Html.escape(progress.map(RescanPanel::status).orElse(""))
        + "</p>\n<div id=\"rescan-actions\""
        + (isRunning() ? " data-running" : "")
        + ">\n"
        + (isRunning() ? bar() + stop() : start + (last.isEmpty() ? "" : "<p>" + last + "</p>\n"))
        + "</div>\n</section>\n";
  }

  /** Returns how far a rescan is, in one sentence, unescaped. */
  static String status(Rescan.Progress progress) {
    String count = progress.done() + " of " + progress.total();
    return switch (progress.state()) {
      case RUNNING ->
          progress.total() == 0 ? "Looking for what there is." : "Scanned " + count + ".";
      case DONE ->
          progress.total() == 1 ? "Scanned again." : "All " + progress.total() + " scanned again.";
      case CANCELLED -> "Stopped after " + count + ".";
      case FAILED -> "Could not go on after " + count + ". The host's log says why.";
    };
  }

  private String bar() {
    Rescan.Progress now = progress.orElseThrow();
    return String.format(
        Locale.ROOT,
        """
        <p><progress id="rescan-bar" aria-label="Scanned so far" value="%d" max="%d"></progress>
        <span id="rescan-current">%s</span></p>
        """,
        now.done(),
        Math.max(1, now.total()),
        now.current().isEmpty() ? "" : Html.isolate(now.current()));
  }

  private String start(String key, String label) {
    return "<form method=\"post\" action=\"/admin/rescan\">"
        + PageFrame.field(formToken)
        + (key.isEmpty() ? "" : "<input type=\"hidden\" name=\"target\" value=\"" + key + "\">")
        + "<button>"
        + label
        + "</button></form>\n";
  }

  private String stop() {
    return "<form method=\"post\" action=\"/admin/rescan/stop\">"
        + PageFrame.field(formToken)
        + "<button class=\"quiet\">Stop</button></form>\n";
  }
}
