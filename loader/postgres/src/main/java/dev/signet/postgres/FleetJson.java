package dev.signet.postgres;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.report.OriginalJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * What the nodes of a fleet have reported as JSON, by {@code fleet.schema.json}. Only ASCII is
 * written, so that names which turn text around are harmless and come back as they are.
 */
public final class FleetJson {
  private FleetJson() {}

  /** Returns an overview as indented JSON text. */
  public static String text(FleetOverview overview) {
    ObjectNode tree = OriginalJson.object();
    tree.put("at", time(overview.at()));
    FleetOverview.Usual usual = overview.usual();
    tree.putObject("usual")
        .put("nodes", usual.nodes())
        .put("engineVersion", OriginalJson.whole(usual.engineVersion()))
        .put("channel", OriginalJson.whole(usual.channel()))
        .put("trustFingerprint", usual.trustFingerprint())
        .put("policyDigest", usual.policyDigest());
    tree.put("fittingNodes", overview.fittingNodes());
    ArrayNode nodes = tree.putArray("nodes");
    overview.nodes().forEach(node -> put(nodes.addObject(), node, usual));
    tree.put("fittingReleases", overview.fittingReleases());
    ArrayNode releases = tree.putArray("releases");
    overview.releases().forEach(release -> put(releases.addObject(), release));
    return OriginalJson.text(tree);
  }

  private static void put(ObjectNode to, FleetOverview.Node from, FleetOverview.Usual usual) {
    FleetNode node = from.node();
    to.put("name", OriginalJson.whole(node.name()))
        .put("firstSeen", time(node.firstSeen()))
        .put("lastSeen", time(node.lastSeen()))
        .put("silentSeconds", node.silentFor().toSeconds())
        .put("engineVersion", OriginalJson.whole(node.engineVersion()))
        .put("channel", OriginalJson.whole(node.channel()))
        .put("trustFingerprint", node.trustFingerprint())
        .put("policyDigest", node.policyDigest());
    node.lastRescan().ifPresent(at -> to.put("lastRescan", time(at)));
    ArrayNode differs = to.putArray("differs");
    from.differences(usual).forEach(each -> differs.add(each.name().toLowerCase(Locale.ROOT)));
    to.put("targets", node.targets())
        .put("needingAttention", node.needingAttention())
        .put("differing", from.differing())
        .put("lacking", from.lacking());
    ArrayNode found = to.putArray("found");
    from.found()
        .forEach(
            each ->
                found.addObject().put("standing", each.standing()).put("targets", each.targets()));
  }

  private static void put(ObjectNode to, FleetOverview.Release release) {
    to.put("plugin", OriginalJson.whole(release.plugin()))
        .put("version", OriginalJson.whole(release.version()))
        .put("contentDigest", release.contentDigest())
        .put("nodes", release.nodes())
        .put("running", release.running())
        .put("needingAttention", release.needingAttention())
        .put("since", time(release.since()))
        .put("latest", time(release.latest()))
        .put("releases", release.releases());
    ArrayNode some = to.putArray("some");
    release.some().forEach(node -> some.add(OriginalJson.whole(node)));
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
