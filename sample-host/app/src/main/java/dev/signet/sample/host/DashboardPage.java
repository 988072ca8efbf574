package dev.signet.sample.host;

import dev.signet.report.Html;
import dev.signet.report.IntegrityReport;
import dev.signet.sample.host.admin.Banner;
import dev.signet.sample.host.admin.PageFrame;
import dev.signet.sample.host.api.WidgetItem;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The dashboard as one HTML page: nothing from elsewhere, every text escaped. */
final class DashboardPage {
  private DashboardPage() {}

  static String render(IntegrityReport report, List<Contribution> contributions) {
    return PageFrame.of("Dashboard", PageFrame.DASHBOARD)
        .around("<h1>Dashboard</h1>\n" + Banner.of(report) + widgets(contributions));
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
                    + Html.escape(contribution.title())
                    + "</h2>\n<div>\n",
                "</div>\n<footer>from plugin "
                    + Html.escape(contribution.plugin())
                    + "</footer>\n</section>\n"));
  }

  private static String item(WidgetItem item) {
    return item.fold(
        text -> "<p>" + Html.escape(text.text()) + "</p>\n",
        entry -> row(entry.label(), entry.value(), ""),
        gauge -> row(gauge.label(), gauge.value(), meter(gauge.share())));
  }

  private static String row(String label, String value, String meter) {
    return "<p class=\"row\"><span>"
        + Html.escape(label)
        + "</span> <span>"
        + Html.escape(value)
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
}
