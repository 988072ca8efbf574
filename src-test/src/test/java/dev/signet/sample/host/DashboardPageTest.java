package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.ScanTarget;
import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import dev.signet.testkit.Reports;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DashboardPageTest {
  private static final String MARKUP = "<script>alert('x')</script>&\"";

  @Test
  void textsOfPluginsAndBundles_areNeverMarkup() {
    List<WidgetItem> items =
        List.of(
            new WidgetItem.Text(MARKUP),
            new WidgetItem.Entry(MARKUP, MARKUP),
            new WidgetItem.Gauge(MARKUP, MARKUP, 0.5));
    String page =
        DashboardPage.render(
            Reports.report(), List.of(new Contribution("p" + MARKUP, MARKUP, items)));
    assertThat(page)
        .doesNotContain("<script>", "alert('x')")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
  }

  @Test
  void needOfAttention_isAnnouncedWithoutDetails() {
    IntegrityReport report =
        Reports.report(
            Reports.found("clock", Reports.changed("lib/secret.jar")),
            Reports.failed("disk.jar", "Disk is gone."),
            Reports.found("holidays"));
    assertThat(DashboardPage.render(report, List.of()))
        .contains(
            "<section class=\"banner bad\"", "2 plugins need attention", "<a href=\"/admin\">See")
        .doesNotContain("clock", "secret", "Disk is gone");
  }

  @Test
  void host_whenItIsNotAsSigned_isAnnounced() {
    IntegrityResult core =
        IntegrityResult.of(
                ScanTarget.core(Path.of("/host")),
                Reports.decision(Decision.Action.WARN, "core", Reports.changed("lib/a.jar")))
            .build();
    assertThat(DashboardPage.render(Reports.report(Reports.state(core)), List.of()))
        .contains("<h2 id=\"banner\">The host itself needs attention</h2>");
  }

  @Test
  void notice_isAnnouncedMoreCalmly() {
    Finding soon = Finding.of(Reason.EXPIRES_SOON, "Soon.").asNotice();
    assertThat(DashboardPage.render(Reports.report(Reports.found("clock", soon)), List.of()))
        .contains("<section class=\"banner notice\"", "1 plugin needs attention");
  }

  @Test
  void checking_whenItIsOff_isAnnounced() {
    assertThat(DashboardPage.render(Reports.report(true, Reports.found("clock")), List.of()))
        .contains("Checking is off: plugins are loaded whatever is found");
  }

  @Test
  void nothingToLookAt_meansNoBanner() {
    IntegrityReport report =
        Reports.report(Reports.found("clock"), Reports.neverScanned("new.jar"));
    assertThat(DashboardPage.render(report, List.of())).doesNotContain("banner");
  }

  @Test
  void gauge_isWrittenWithAPointInAnyLocale() {
    Contribution disk =
        new Contribution("disk", "Disk", List.of(new WidgetItem.Gauge("a", "b", 0.25)));
    assertThat(DashboardPage.render(Reports.report(), List.of(disk)))
        .contains("<meter value=\"0.250\"");
  }

  @Test
  void widget_whenItFails_isShownAsFailed() {
    Widget failing =
        new Widget() {
          @Override
          public String title() {
            return "Failing";
          }

          @Override
          public List<WidgetItem> items() {
            throw new IllegalStateException("no data");
          }
        };
    assertThat(Contribution.of("p", failing).items())
        .singleElement()
        .asString()
        .contains("This widget failed", "no data");
  }
}
