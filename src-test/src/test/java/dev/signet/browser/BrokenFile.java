package dev.signet.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The story of a plugin that breaks: seen, read about, mended by hand, then by the page. */
final class BrokenFile {
  private static final String NAME = "zones.txt";

  private BrokenFile() {}

  /** Gives a host two plugins and returns a file of one, which nobody holds open. */
  static Path in(TestHost host) {
    Path clock = host.signed("clock", "1.0.0").file(NAME, new byte[9]).folder(host.plugins());
    host.signed("disk", "2.0.0").zip(host.plugins());
    return clock.resolve(NAME);
  }

  static void story(Browser browser, ServedHost host, Path file) throws IOException {
    String original = Files.readString(file);
    browser.logIn(host);
    assertThat(browser.text())
        .contains("Everything is as its authors signed it.", "clock", "disk", "verified");
    browser.driver().get(host.address("/"));
    assertThat(browser.text()).doesNotContain("attention");

    Files.writeString(file, "changed");
    browser.press("Plugin integrity");
    browser.press("Rescan\u2026");
    browser.await("1 of 2 needs attention.");
    browser.await("All 2 scanned again.");
    assertThat(browser.text()).contains("1 file was changed");

    browser.press("Dashboard");
    browser.await("1 plugin needs attention");
    browser.press("See what happened and what to do");
    browser.press("clock");
    browser.await("INVALID_HASH");
    assertThat(browser.find("h1").getText()).isEqualTo("clock 1.0.0");
    assertThat(browser.text())
        .contains("zones.txt", "INVALID_HASH", "modified", "What to do: Repair the plugin")
        .doesNotContain("expected ");
    browser.find("summary").click();
    browser.await("expected ");

    browser.press("List of invalid files\u2026");
    browser.await("Technical information");
    assertThat(browser.text())
        .contains("Results", "- clock", "- INVALID_HASH", "- zones.txt")
        .contains("Raw output", "\"current\"");

    Files.writeString(file, original);
    browser.driver().navigate().back();
    browser.press("Rescan this one\u2026");
    browser.await("It is exactly what its author signed.");

    Files.writeString(file, "changed again");
    browser.press("Rescan this one\u2026");
    browser.await("INVALID_HASH");
    browser.press("Repair\u2026");
    browser.await("Repair clock 1.0.0?");
    assertThat(browser.text()).contains("zones.txt: replaced; what is there is kept aside");
    assertThat(file).hasContent("changed again");
    browser.press("Repair");
    browser.await("Repaired 'clock' 1.0.0.");
    assertThat(file).hasContent(original);
    browser.press("All plugins");
    browser.await("Everything is as its authors signed it.");
    browser.press("Dashboard");
    assertThat(browser.text()).doesNotContain("attention");
  }
}
