package dev.signet.sample.host.admin;

import dev.signet.postgres.FleetNode;
import dev.signet.postgres.FleetNodes;
import dev.signet.postgres.FleetOverview;
import dev.signet.postgres.NodeChange;
import dev.signet.postgres.NodeResult;
import dev.signet.report.Html;
import dev.signet.report.ReportHtml;
import java.util.List;

/** What one host reports, and what was found of one of its plugins. */
final class FleetHostView {
  private static final String BACK =
      "<p class=\"back\"><a href=\"" + FleetQuery.FLEET + "\">All hosts</a></p>\n";

  private final FleetOverview.Node host;
  private final FleetNodes.Page<NodeResult> results;

  FleetHostView(FleetOverview.Node host, FleetNodes.Page<NodeResult> results) {
    this.host = host;
    this.results = results;
  }

  /** Returns the main part of the page. */
  String main(int page, List<NodeChange> changes) {
    String name = host.node().name();
    return BACK
        + "<h1>"
        + Html.isolate(name)
        + "</h1>\n"
        + facts()
        + "<section aria-labelledby=\"plugins\">\n<h2 id=\"plugins\">The host and its plugins</h2>\n"
        + table(results)
        + FleetTable.pager(
            "plugins",
            page,
            results.total(),
            other -> FleetQuery.HOST + "?" + FleetQuery.naming(name) + "&page=" + other)
        + "</section>\n"
        + changes(changes);
  }

  private String facts() {
    FleetNode node = host.node();
    return "<div class=\"table\">\n<table class=\"facts\">\n<tbody>\n"
        + FleetTable.row(
            "Last seen", Html.time(node.lastSeen()) + ", " + FleetTable.ago(node.silentFor()))
        + FleetTable.row("First seen", Html.time(node.firstSeen()))
        + FleetTable.row(
            "Last read everything again", node.lastRescan().map(Html::time).orElse("never"))
        + FleetTable.row("Reports as", FleetTable.text(node.login()))
        + FleetTable.row("Signet", FleetTable.text(node.engineVersion()))
        + FleetTable.row("Channel", "<code>" + FleetTable.text(node.channel()) + "</code>")
        + FleetTable.row("Trust", "<code>" + Html.escape(node.trustFingerprint()) + "</code>")
        + FleetTable.row("Policy", "<code>" + Html.escape(node.policyDigest()) + "</code>")
        + FleetTable.row("Plugins of another release than on most", Long.toString(host.differing()))
        + FleetTable.row("Plugins that most have and it lacks", Long.toString(host.lacking()))
        + "</tbody>\n</table>\n</div>\n";
  }

  private static String table(FleetNodes.Page<NodeResult> results) {
    return results.rows().isEmpty()
        ? "<p>No plugin to show.</p>\n"
        : FleetTable.of(
            "Plugins",
            List.of("Plugin", "Host", "Release", "Stands", "Runs", "Since"),
            results.rows().stream().map(FleetHostView::row).toList());
  }

  private static String row(NodeResult result) {
    return FleetTable.row(
        FleetTable.plugin(result),
        FleetTable.host(result.node()),
        FleetTable.text(result.version()) + " " + FleetTable.digest(result.contentDigest()),
        FleetTable.badge(result),
        result.running() ? "yes" : "no",
        Html.time(result.since()));
  }

  private static String changes(List<NodeChange> changes) {
    if (changes.isEmpty()) {
      return "";
    }
    return "<section aria-labelledby=\"changes\">\n<h2 id=\"changes\">What changed last</h2>\n"
        + FleetTable.of(
            "What changed last",
            List.of("Plugin", "Release", "Stands since", "Ran", "When"),
            changes.stream().map(FleetHostView::change).toList())
        + "</section>\n";
  }

  private static String change(NodeChange change) {
    return FleetTable.row(
        FleetTable.text(change.plugin()),
        FleetTable.text(change.version()),
        FleetTable.text(change.standing().orElse("gone")),
        change.running() ? "yes" : "no",
        Html.time(change.at()));
  }

  /** Returns the main part of the page of some plugins on all hosts. */
  static String results(FleetQuery query, FleetNodes.Page<NodeResult> page) {
    return BACK
        + "<h1>Plugins of all hosts</h1>\n"
        + FleetView.filter(FleetQuery.RESULTS, query)
        + table(page)
        + FleetTable.pager(
            "plugins",
            query.page(),
            page.total(),
            other -> FleetQuery.RESULTS + "?" + query.address(other, 1));
  }

  /** Returns the main part of the page of what was found of one plugin on one host. */
  static String result(NodeResult result) {
    return "<p class=\"back\">"
        + FleetTable.host(result.node())
        + "</p>\n"
        + result
            .state()
            .map(ReportHtml.atLevel(1)::of)
            .orElseGet(
                () ->
                    "<h1>"
                        + Html.isolate(result.plugin())
                        + "</h1>\n<p>"
                        + FleetTable.badge(result)
                        + "</p>\n<p>What was found is told by the host's own page alone.</p>\n")
        + "<p>Reported like this since "
        + Html.time(result.since())
        + ". What can be done about it is done on the host's own page.</p>\n";
  }
}
