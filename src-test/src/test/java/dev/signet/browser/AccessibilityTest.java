package dev.signet.browser;

import static dev.signet.testkit.Reports.changed;
import static dev.signet.testkit.Reports.found;
import static dev.signet.testkit.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.postgres.FilledFleet;
import dev.signet.postgres.Postgres;
import dev.signet.postgres.PostgresExtension;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** What axe-core finds on each page, light and dark, wide and narrow. */
@Tag("browser")
class AccessibilityTest {
  private static final String VIOLATIONS =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {resultTypes: ['violations']}).then(
        result => done(result.violations
          .filter(each => each.impact === 'serious' || each.impact === 'critical')
          .map(each => each.id + ': ' + each.nodes.map(node => node.html).join(' | '))),
        error => done(['axe failed: ' + error]));
      """;

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();
  @RegisterExtension final Browser browser = Browser.usual();

  @TempDir Path folder;

  @Test
  void page_hasNoSeriousViolation() throws Exception {
    String axe = axe();
    TestHost plugins = new TestHost(folder);
    Files.writeString(BrokenFile.in(plugins), "changed");
    PluginKit.plugin("unsigned", "1.0.0").zip(plugins.plugins());
    Trees.write(
        plugins.plugins().resolve(".signet-install/" + "1".repeat(60) + "/journal.json"),
        new byte[1]);
    try (ServedHost host = ServedHost.start(plugins)) {
      List<String> violations = new ArrayList<>(look(axe, host, "/admin/login"));
      browser.logIn(host);
      String detail = address("clock");
      String unsigned = address("unsigned");
      String upload = judged(host, folder.resolve("downloads"));
      for (String page :
          List.of(
              "/",
              "/admin",
              detail,
              detail + "/uninstall",
              detail + "/repair",
              unsigned + "/repair",
              "/admin/install",
              upload,
              "/admin/plugins/none")) {
        violations.addAll(look(axe, host, page));
      }
      assertThat(violations).isEmpty();
    }
  }

  @Test
  void pagesOfAllHosts_haveNoSeriousViolation() throws Exception {
    TestHost plugins = new TestHost(folder);
    BrokenFile.in(plugins);
    Postgres.Database database = POSTGRES.database();
    FilledFleet fleet = new FilledFleet(database);
    fleet.fill(51, 3);
    fleet.tell("n".repeat(200), report(found("p".repeat(3_000), changed("lib/a.jar"))));
    try (ServedHost host = ServedHost.start(plugins, database)) {
      browser.logIn(host);
      browser.driver().get(host.address("/admin/fleet/host?name=" + "n".repeat(200)));
      String result = String.valueOf(browser.find("th a").getDomAttribute("href"));
      List<String> violations = new ArrayList<>();
      for (String page :
          List.of(
              "/admin/fleet?asked=on",
              "/admin/fleet?node=n&page=2",
              "/admin/fleet/host?name=" + "n".repeat(200),
              result)) {
        violations.addAll(look(axe(), host, page));
      }
      assertThat(violations).isEmpty();
    }
  }

  @Test
  void pageWithAViolation_isNoticed() throws Exception {
    browser.driver().get("data:text/html,<html lang=en><title>t</title><main><h1>t</h1><input>");
    browser.driver().executeScript(axe());
    assertThat(run()).singleElement().asString().startsWith("label:");
  }

  /** Returns the page that tells what would become of an unsigned plugin. */
  private String judged(ServedHost host, Path downloads) {
    browser.driver().get(host.address("/admin/install"));
    Path bundle = PluginKit.plugin("another", "1.0.0").zip(downloads);
    browser.find("#bundle").sendKeys(bundle.toString());
    browser.press("Check this file");
    browser.await("another 1.0.0 would not be installed.");
    return URI.create(String.valueOf(browser.driver().getCurrentUrl())).getPath();
  }

  private String address(String name) {
    return String.valueOf(browser.driver().findElement(By.linkText(name)).getDomAttribute("href"));
  }

  private List<String> look(String axe, ServedHost host, String page) {
    List<String> violations = new ArrayList<>();
    browser.driver().get(host.address(page));
    browser.driver().executeScript(axe);
    for (int width : new int[] {1280, 360}) {
      for (boolean dark : new boolean[] {false, true}) {
        browser.look(width, dark);
        String how = page + " at " + width + (dark ? " dark: " : " light: ");
        run().forEach(violation -> violations.add(how + violation));
        Object wide =
            browser
                .driver()
                .executeScript("return document.documentElement.scrollWidth > arguments[0]", width);
        if (Boolean.TRUE.equals(wide)) {
          violations.add(how + "wider than the window");
        }
      }
    }
    return violations;
  }

  private List<String> run() {
    if (browser.driver().executeAsyncScript(VIOLATIONS) instanceof List<?> found) {
      return found.stream().map(String::valueOf).toList();
    }
    throw new AssertionError("axe-core gave no list");
  }

  private static String axe() throws IOException {
    try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
      if (script == null) {
        throw new AssertionError("axe.min.js is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
