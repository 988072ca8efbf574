package dev.signet.report.compare;

import dev.signet.policy.Decision;
import dev.signet.policy.DimensionTexts;
import dev.signet.report.compare.PolicyComparison.Effect;
import dev.signet.report.compare.PolicyComparison.Plugin;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Count;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A comparison as a table for people. Every line is safe to print. */
public final class ComparisonText {
  private static final List<String> HEAD = List.of("EFFECT", "PLUGIN", "NOW", "THEN");
  private static final String GAP = "  ";

  private ComparisonText() {}

  /**
   * Returns the lines: a row for each plugin, what changed ones would be told, and how many there
   * are of which kind.
   */
  public static List<String> lines(PolicyComparison comparison) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    comparison.plugins().forEach(plugin -> rows.add(row(plugin)));
    List<String> lines = new ArrayList<>();
    if (rows.size() > 1) {
      rows.forEach(row -> lines.add(aligned(row, rows)));
      lines.add("");
    }
    comparison.plugins().stream()
        .filter(plugin -> plugin.effect() != Effect.STAYS)
        .forEach(plugin -> lines.add(told(plugin)));
    lines.add(summary(comparison));
    return lines;
  }

  private static List<String> row(Plugin plugin) {
    return List.of(
        plugin.effect().word(), name(plugin), decision(plugin.now()), decision(plugin.then()));
  }

  private static String name(Plugin plugin) {
    Subject subject = plugin.subject();
    String name =
        subject.id().isEmpty()
            ? String.valueOf(plugin.source().getFileName())
            : (subject.id() + " " + subject.version()).strip();
    return Printable.of(name);
  }

  private static String decision(Optional<Decision> decision) {
    return decision.map(ComparisonText::decision).orElse("not looked at");
  }

  private static String decision(Decision decision) {
    String reasons =
        decision.reasons().stream().map(Reason::name).collect(Collectors.joining(", ", ": ", ""));
    return DimensionTexts.word(decision) + (decision.reasons().isEmpty() ? "" : reasons);
  }

  /** The last column needs no width: nothing follows it. */
  private static String aligned(List<String> row, List<List<String>> rows) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < HEAD.size(); column++) {
      String cell = row.get(column);
      line.append(cell);
      if (column < HEAD.size() - 1) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(" ".repeat(width - cell.length())).append(GAP);
      }
    }
    return line.toString();
  }

  private static String told(Plugin plugin) {
    String advice =
        plugin
            .then()
            .map(decision -> decision.advice(Audience.ADMINISTRATOR))
            .orElse("No folder of the other settings holds it.");
    return "- " + Printable.of(plugin.source() + ": " + advice.strip());
  }

  private static String summary(PolicyComparison comparison) {
    Map<Effect, Integer> counts = comparison.counts();
    String parts =
        counts.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .map(each -> each.getValue() + " " + each.getKey().word())
            .collect(Collectors.joining(", "));
    String all = Count.of(comparison.plugins().size(), "plugin");
    return parts.isEmpty() ? all + "." : all + ": " + parts + ".";
  }
}
