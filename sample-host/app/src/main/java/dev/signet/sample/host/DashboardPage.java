package dev.signet.sample.host;

import dev.signet.report.Printable;
import dev.signet.sample.host.api.WidgetItem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The dashboard as one HTML page: no script, nothing from elsewhere, every text escaped. */
final class DashboardPage {
  private DashboardPage() {}

  static String render(
      Optional<PluginStatus> host, List<PluginStatus> plugins, List<Contribution> contributions) {
    List<PluginStatus> refused = plugins.stream().filter(PluginStatus::isRefused).toList();
    return String.format(
        Locale.ROOT,
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>Dashboard</title>
        <link rel="stylesheet" href="/dashboard.css">
        </head>
        <body>
        <header>
        <h1>Dashboard</h1>
        <p>%s</p>
        </header>
        <main>
        %s%s%s</main>
        </body>
        </html>
        """,
        summary(plugins.size() - refused.size(), refused.size()),
        host.map(DashboardPage::ofHost).orElse(""),
        banner(refused),
        widgets(contributions));
  }

  private static String summary(int loaded, int refused) {
    return loaded
        + (loaded == 1 ? " plugin runs" : " plugins run")
        + (refused == 0 ? "." : ", " + refused + " refused.");
  }

  /** A host that is as it was signed needs no words. */
  private static String ofHost(PluginStatus host) {
    if (host.why().isEmpty()) {
      return "";
    }
    return """
        <section class="refused" aria-labelledby="host">
        <h2 id="host">This host itself is not as it was signed</h2>
        """
        + refusal(host)
        + "</section>\n";
  }

  private static String banner(List<PluginStatus> refused) {
    if (refused.isEmpty()) {
      return "";
    }
    return refused.stream()
        .map(DashboardPage::refusal)
        .collect(
            Collectors.joining(
                "",
                """
                <section class="refused" aria-labelledby="refused">
                <h2 id="refused">Refused, and not running</h2>
                """,
                "</section>\n"));
  }

  private static String refusal(PluginStatus plugin) {
    return "<details>\n<summary><strong>"
        + escape(plugin.plugin())
        + "</strong> "
        + escape(plugin.version())
        + " <span class=\"verdict\">"
        + escape(plugin.verdict())
        + "</span></summary>\n"
        + list("Why", plugin.why())
        + list("What to do", plugin.whatToDo())
        + "</details>\n";
  }

  private static String list(String title, List<String> lines) {
    return lines.stream()
        .map(line -> "<li>" + escape(line) + "</li>\n")
        .collect(Collectors.joining("", "<h3>" + title + "</h3>\n<ul>\n", "</ul>\n"));
  }

  private static String widgets(List<Contribution> contributions) {
    return contributions.stream()
        .map(DashboardPage::widget)
        .collect(Collectors.joining("", "<div class=\"widgets\">\n", "</div>\n"));
  }

  private static String widget(Contribution contribution) {
    return contribution.items().stream()
        .map(DashboardPage::item)
        .collect(
            Collectors.joining(
                "",
                "<section class=\"widget\">\n<h2>"
                    + escape(contribution.title())
                    + "</h2>\n<div>\n",
                "</div>\n<footer>from plugin "
                    + escape(contribution.plugin())
                    + "</footer>\n</section>\n"));
  }

  private static String item(WidgetItem item) {
    return item.fold(
        text -> "<p>" + escape(text.text()) + "</p>\n",
        entry -> row(entry.label(), entry.value(), ""),
        gauge -> row(gauge.label(), gauge.value(), meter(gauge.share())));
  }

  private static String row(String label, String value, String meter) {
    return "<p class=\"row\"><span>"
        + escape(label)
        + "</span> <span>"
        + escape(value)
        + "</span>"
        + meter
        + "</p>\n";
  }

  private static String meter(double share) {
    return String.format(
        Locale.ROOT,
        "<meter value=\"%.3f\" low=\"0.75\" high=\"0.9\" optimum=\"0\"></meter>",
        share);
  }

  /** Returns the text made printable, then safe in HTML's content and quoted attributes. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    Printable.of(text)
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append((char) c);
              }
            });
    return safe.toString();
  }
}
