package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.sample.host.api.Widget;
import dev.signet.sample.host.api.WidgetItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DashboardPageTest {
  private static final String MARKUP = "<script>alert('x')</script>&\"";
  private static final PluginStatus REFUSED =
      new PluginStatus(
          "evil" + MARKUP,
          "1" + MARKUP,
          "-",
          "modified",
          "refused",
          List.of("EXTRA_FILE: " + MARKUP),
          List.of("Remove it."));

  @Test
  void textsOfPluginsAndBundlesAreNeverMarkup() {
    List<WidgetItem> items =
        List.of(
            new WidgetItem.Text(MARKUP),
            new WidgetItem.Entry(MARKUP, MARKUP),
            new WidgetItem.Gauge(MARKUP, MARKUP, 0.5));
    String page =
        DashboardPage.render(
            Optional.empty(),
            List.of(REFUSED),
            List.of(new Contribution("p" + MARKUP, MARKUP, items)));
    assertThat(page)
        .doesNotContain("<script", "alert('x')")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
  }

  @Test
  void refusedPluginIsShownWithReasonAndRemedy() {
    assertThat(DashboardPage.render(Optional.empty(), List.of(REFUSED), List.of()))
        .contains("0 plugins run, 1 refused.", "EXTRA_FILE", "Remove it.", "modified");
  }

  @Test
  void hostThatIsNotAsSignedIsShown() {
    assertThat(DashboardPage.render(Optional.of(REFUSED), List.of(), List.of()))
        .contains("This host itself is not as it was signed", "EXTRA_FILE", "Remove it.")
        .doesNotContain("<script");
  }

  @Test
  void nothingRefusedMeansNoBanner() {
    assertThat(DashboardPage.render(Optional.empty(), List.of(), List.of()))
        .doesNotContain("class=\"refused\"");
  }

  @Test
  void gaugeIsWrittenWithAPointInAnyLocale() {
    Contribution disk =
        new Contribution("disk", "Disk", List.of(new WidgetItem.Gauge("a", "b", 0.25)));
    assertThat(DashboardPage.render(Optional.empty(), List.of(), List.of(disk)))
        .contains("<meter value=\"0.250\"");
  }

  @Test
  void widgetThatFailsIsShownAsFailed() {
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
