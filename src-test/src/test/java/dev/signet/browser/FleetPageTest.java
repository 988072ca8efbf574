package dev.signet.browser;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.postgres.FilledFleet;
import dev.signet.postgres.Postgres;
import dev.signet.postgres.PostgresExtension;
import dev.signet.testkit.Reports;
import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** The page of all hosts, of a fleet of three and of three hundred. */
@Tag("browser")
class FleetPageTest {
  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();
  @RegisterExtension final Browser browser = Browser.usual();
  @RegisterExtension final Browser withoutScripts = Browser.withoutScripts();

  @TempDir Path folder;
  private TestHost plugins;
  private Postgres.Database database;
  private FilledFleet fleet;

  @BeforeEach
  void makeFleet() throws Exception {
    plugins = new TestHost(folder);
    BrokenFile.in(plugins);
    database = POSTGRES.database();
    fleet = new FilledFleet(database);
  }

  private int rows(Browser in, String section) {
    return in.driver()
        .findElements(By.cssSelector("[aria-labelledby=" + section + "] tbody tr"))
        .size();
  }

  @Test
  void fleetOfThree_isSeenAndAFindingOpens() throws Exception {
    String hostile = "evil<script>document.title='hit'</script>\u202e";
    fleet.tell("south", report(found("clock", changed("lib/a.jar"))));
    fleet.tell(hostile, report(found(Reports.HOSTILE, changed("b"))));
    try (ServedHost host = ServedHost.start(plugins, database)) {
      browser.logIn(host);
      browser.press("All hosts of the fleet");
      browser.await("3 hosts. Most run Signet");
      assertThat(rows(browser, "hosts")).isEqualTo(3);
      assertThat(browser.text())
          .contains("this-host", "south", "evil<script>document.title='hit'</script>\\u202e");
      assertThat(browser.driver().getTitle()).startsWith("All hosts");

      browser.press("Rescan on all hosts\u2026");
      browser.await("All hosts were asked.");
      assertThat(fleet.requests()).isEqualTo(1);

      browser.press("south");
      browser.await("What changed last");
      browser.press("clock");
      browser.await("lib/a.jar");
    }
  }

  @Test
  void fleetOfThreeHundred_isTurnedOverAndFiltered() throws Exception {
    fleet.fill(300, 100);
    try (ServedHost host = ServedHost.start(plugins, database)) {
      turnOverAndFilter(browser, host);
    }
  }

  @Test
  void fleetOfThreeHundred_whenThereAreNoScripts_isTurnedOverAndFilteredLikewise()
      throws Exception {
    fleet.fill(300, 100);
    try (ServedHost host = ServedHost.start(plugins, database)) {
      turnOverAndFilter(withoutScripts, host);
    }
  }

  private void turnOverAndFilter(Browser in, ServedHost host) {
    in.logIn(host);
    in.press("All hosts of the fleet");
    in.await("1 to 50 of 301.");
    assertThat(rows(in, "hosts")).isEqualTo(50);
    assertThat(rows(in, "releases")).isEqualTo(50);
    in.press("Next hosts");
    in.await("51 to 100 of 301.");
    in.press("Next plugins");
    in.await("51 to 100 of 10");
    assertThat(rows(in, "hosts")).isEqualTo(50);

    in.find("#node").sendKeys("NODE-1");
    in.find("#plugin").sendKeys("plugin-000");
    in.find("#attention").click();
    in.press("Show");
    in.await("node-190");
    assertThat(rows(in, "hosts")).isEqualTo(10);
    assertThat(rows(in, "releases")).isEqualTo(1);
    assertThat(in.find("#node").getDomProperty("value")).isEqualTo("NODE-1");
    in.press("Plugins of all hosts, one by one");
    in.await("Only what needs attention");
    in.await("0.9.0");
  }
}
