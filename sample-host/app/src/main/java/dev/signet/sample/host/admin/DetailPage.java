package dev.signet.sample.host.admin;

import dev.signet.pf4j.Confirmations;
import dev.signet.pf4j.install.RepairRequest;
import dev.signet.report.IntegrityState;
import dev.signet.report.ReportHtml;

/** All about one plugin, or about the host itself. */
final class DetailPage {
  private DetailPage() {}

  /** Returns the main part of the page. */
  static String main(IntegrityState state, RescanPanel rescan) {
    String self = "/admin/plugins/" + state.target().key();
    ReportHtml html = ReportHtml.atLevel(1).downloads(target -> self + "/report.txt?download");
    return "<p class=\"back\"><a href=\"/admin\">All plugins</a></p>\n<div class=\"results\">\n"
        + html.of(state)
        + (state.needsAttention()
            ? "<p class=\"downloads\"><a href=\""
                + self
                + "/report.txt\">List of invalid files\u2026</a> <a href=\""
                + self
                + "/report.txt?download\" download>Download as text</a> <a href=\""
                + self
                + "/report.json?download\" download>Download as JSON</a></p>\n"
            : "")
        // Within what a rescan renews.
        + (canConfirm(state) ? link(self + "/confirm", "Confirm") : "")
        + (canRepair(state) ? link(self + "/repair", "Repair") : "")
        + "</div>\n"
        + rescan.html(state.target().key())
        + (state.target().isCore() ? "" : link(self + "/uninstall", "Uninstall"));
  }

  private static String link(String address, String label) {
    return "<p class=\"downloads\"><a href=\"" + address + "\">" + label + "\u2026</a></p>\n";
  }

  /** Returns whether there may be something to repair. */
  static boolean canRepair(IntegrityState state) {
    return !state.target().isCore()
        && state.result().filter(result -> RepairRequest.mayHelp(result.decision())).isPresent();
  }

  private static boolean canConfirm(IntegrityState state) {
    return state.result().filter(result -> Confirmations.canConfirm(result.decision())).isPresent();
  }
}
