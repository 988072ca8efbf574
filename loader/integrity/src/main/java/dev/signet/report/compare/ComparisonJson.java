package dev.signet.report.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signet.policy.Decision;
import dev.signet.report.OriginalJson;
import dev.signet.report.compare.PolicyComparison.Plugin;
import java.util.Locale;
import java.util.Map;

/**
 * A comparison as JSON, in ASCII: {@code counts} by effect, and {@code plugins}, each with the
 * decisions of {@code now} and {@code then} where there are such. {@code
 * docs/schemas/what-if.schema.json} describes it.
 */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** Returns the indented text. */
  public static String text(PolicyComparison comparison) {
    ObjectNode root = OriginalJson.object();
    ObjectNode counts = root.putObject("counts");
    comparison.counts().forEach((effect, count) -> counts.put(effect.word(), count));
    ArrayNode plugins = root.putArray("plugins");
    comparison.plugins().forEach(plugin -> put(plugins.addObject(), plugin));
    return OriginalJson.text(root);
  }

  private static void put(ObjectNode node, Plugin plugin) {
    node.put("source", OriginalJson.whole(plugin.source().toString()));
    node.put("id", OriginalJson.whole(plugin.subject().id()));
    node.put("version", OriginalJson.whole(plugin.subject().version()));
    node.put("effect", plugin.effect().word());
    plugin.now().ifPresent(decision -> put(node.putObject("now"), decision));
    plugin.then().ifPresent(decision -> put(node.putObject("then"), decision));
  }

  private static void put(ObjectNode node, Decision decision) {
    node.put("action", decision.action().name().toLowerCase(Locale.ROOT));
    node.put("verdict", decision.verdict().word());
    ArrayNode reasons = node.putArray("reasons");
    decision.reasons().forEach(reason -> reasons.add(reason.name()));
    ObjectNode dimensions = node.putObject("dimensions");
    decision.dimensions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> dimensions.put(each.getKey().word(), each.getValue().word()));
    node.put("explanation", OriginalJson.whole(decision.explanation()));
  }
}
