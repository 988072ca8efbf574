package dev.signet.sample.host.admin;

import dev.signet.postgres.FleetNode;
import dev.signet.postgres.FleetOverview;
import dev.signet.report.Html;
import dev.signet.report.Standing;
import dev.signet.verdict.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All hosts of a fleet beside each other, and what runs on them. */
final class FleetView {
  /** Leads from the page of this host to that of all. */
  static final String LINK =
      "<p class=\"back\"><a href=\"" + FleetQuery.FLEET + "\">All hosts of the fleet</a></p>\n";

  private final FleetQuery query;
  private final FleetOverview overview;

  FleetView(FleetQuery query, FleetOverview overview) {
    this.query = query;
    this.overview = overview;
  }

  /**
   * Returns the main part of the page.
   *
   * @param asked whether all hosts were just asked to rescan
   */
  String main(String formToken, boolean asked) {
    return "<p class=\"back\"><a href=\"/admin\">This host's plugins</a></p>\n<h1>All hosts</h1>\n"
        + usual()
        + rescan(formToken, asked)
        + filter(FleetQuery.FLEET, query)
        + hosts()
        + releases();
  }

  private String usual() {
    FleetOverview.Usual usual = overview.usual();
    if (usual.nodes() == 0) {
      return "<p>No host has reported yet.</p>\n";
    }
    return "<p>"
        + Count.of(usual.nodes(), "host")
        + ". Most run Signet "
        + FleetTable.text(usual.engineVersion())
        + " on the channel <code>"
        + FleetTable.text(usual.channel())
        + "</code>, with trust "
        + FleetTable.digest(usual.trustFingerprint())
        + " and policy "
        + FleetTable.digest(usual.policyDigest())
        + ".</p>\n";
  }

  private static String rescan(String formToken, boolean asked) {
    return "<section class=\"rescan\" id=\"rescan\" aria-labelledby=\"rescan-title\">\n"
        + "<h2 id=\"rescan-title\" class=\"unseen\">Rescan</h2>\n<p role=\"status\">"
        + (asked ? "All hosts were asked. Each reads everything again when it reports next." : "")
        + "</p>\n<form method=\"post\" action=\""
        + FleetQuery.FLEET
        + "/rescan\">"
        + PageFrame.field(formToken)
        + "<button>Rescan on all hosts\u2026</button></form>\n</section>\n";
  }

  /** Returns the form that leaves hosts and plugins out. */
  static String filter(String path, FleetQuery query) {
    return "<form class=\"filter\" role=\"search\" method=\"get\" action=\""
        + path
        + "\">\n<p><label for=\"node\">Host</label> <input id=\"node\" name=\"node\""
        + " maxlength=\"200\" value=\""
        + Html.escape(query.filter().node())
        + "\"></p>\n<p><label for=\"plugin\">Plugin</label> <input id=\"plugin\" name=\"plugin\""
        + " maxlength=\"200\" value=\""
        + Html.escape(query.filter().plugin())
        + "\"></p>\n<p class=\"choice\"><input type=\"checkbox\" id=\"attention\""
        + " name=\"attention\""
        + (query.filter().needingAttention() ? " checked" : "")
        + "> <label for=\"attention\">Only what needs attention</label></p>\n"
        + "<p><button>Show</button> <a href=\""
        + path
        + "\">Show all</a></p>\n</form>\n";
  }

  private String hosts() {
    return "<section aria-labelledby=\"hosts\">\n<h2 id=\"hosts\">Hosts</h2>\n"
        + (overview.nodes().isEmpty()
            ? "<p>No host to show.</p>\n"
            : FleetTable.of(
                "Hosts",
                List.of("Host", "Last seen", "Differs from most in", "Plugins", "Needs attention"),
                overview.nodes().stream().map(this::host).toList()))
        + FleetTable.pager(
            "hosts",
            query.page(),
            overview.fittingNodes(),
            page -> FleetQuery.FLEET + "?" + query.address(page, query.releases()))
        + "</section>\n";
  }

  private String host(FleetOverview.Node each) {
    FleetNode node = each.node();
    return FleetTable.row(
        FleetTable.host(node.name()),
        Html.time(node.lastSeen())
            + " <span class=\"quiet\">"
            + FleetTable.ago(node.silentFor())
            + "</span>",
        differences(each, overview.usual()),
        Integer.toString(node.targets()),
        attention(each));
  }

  private static String differences(FleetOverview.Node each, FleetOverview.Usual usual) {
    FleetNode node = each.node();
    List<String> told = new ArrayList<>();
    for (FleetOverview.Trait trait : each.differences(usual)) {
      told.add(
          switch (trait) {
            case ENGINE_VERSION -> "Signet " + FleetTable.text(node.engineVersion());
            case CHANNEL -> "channel <code>" + FleetTable.text(node.channel()) + "</code>";
            case TRUST -> "trust " + FleetTable.digest(node.trustFingerprint());
            case POLICY -> "policy " + FleetTable.digest(node.policyDigest());
          });
    }
    if (each.differing() > 0) {
      told.add(Count.of(each.differing(), "plugin") + " of another release");
    }
    if (each.lacking() > 0) {
      told.add(Count.of(each.lacking(), "plugin") + " that most have and it lacks");
    }
    return told.isEmpty() ? "<span class=\"quiet\">nothing</span>" : String.join(",<br>", told);
  }

  private String attention(FleetOverview.Node each) {
    List<String> told = new ArrayList<>();
    long rest = each.node().needingAttention();
    for (FleetOverview.Found found : each.found()) {
      told.add(found.targets() + " " + FleetTable.badge(Standing.Grade.BAD, found.standing()));
      rest -= found.targets();
    }
    if (rest > 0) {
      told.add(Count.of(rest, "more", "more"));
    }
    if (each.node().lists().isStale(overview.at())) {
      told.add(FleetTable.badge(Standing.Grade.BAD, "lists out of date"));
    }
    return told.isEmpty() ? "<span class=\"quiet\">nothing</span>" : String.join("<br>", told);
  }

  private String releases() {
    return "<section aria-labelledby=\"releases\">\n<h2 id=\"releases\">What they run</h2>\n"
        + (overview.releases().isEmpty()
            ? "<p>No plugin to show.</p>\n"
            : FleetTable.of(
                "What they run",
                List.of("Plugin", "Release", "On", "Runs on", "Needs attention on", "Since"),
                overview.releases().stream().map(this::release).toList()))
        + FleetTable.pager(
            "plugins",
            query.releases(),
            overview.fittingReleases(),
            page -> FleetQuery.FLEET + "?" + query.address(query.page(), page) + "#releases")
        + "<p class=\"downloads\"><a href=\""
        + Html.escape(FleetQuery.RESULTS + "?" + query.address(1, 1))
        + "\">Plugins of all hosts, one by one</a> <a href=\""
        + Html.escape("/admin/fleet.json?" + query.address(query.page(), query.releases()))
        + "\">This page as JSON</a></p>\n</section>\n";
  }

  private String release(FleetOverview.Release each) {
    long more = each.nodes() - each.some().size();
    return FleetTable.row(
        FleetTable.text(each.plugin()),
        FleetTable.text(each.version())
            + " "
            + FleetTable.digest(each.contentDigest())
            + (each.releases() > 1
                ? " " + FleetTable.badge(Standing.Grade.NOTICE, "one of " + each.releases())
                : ""),
        Count.of(each.nodes(), "host")
            + "<br><span class=\"quiet\">"
            + each.some().stream().map(FleetTable::host).collect(Collectors.joining(", "))
            + (more > 0 ? " and " + more + " more" : "")
            + "</span>",
        Long.toString(each.running()),
        Long.toString(each.needingAttention()),
        Html.time(each.since())
            + (each.latest().equals(each.since())
                ? ""
                : "<br><span class=\"quiet\">the last one since "
                    + Html.time(each.latest())
                    + "</span>"));
  }
}
