package dev.signet.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import org.openqa.selenium.By;

/** The story of a plugin that comes and goes by the page. */
final class NewPlugin {
  private NewPlugin() {}

  static void story(Browser browser, ServedHost host, TestHost plugins, Path downloads) {
    browser.logIn(host);
    upload(browser, plugins.signed("calendar", "1.0.0").zip(downloads));
    browser.await("Install calendar 1.0.0?");
    assertThat(browser.text()).contains("calendar 1.0.0 is admitted.", "Nothing is changed yet.");
    browser.press("Install");
    browser.await("Installed 'calendar' 1.0.0.");

    browser.press("All plugins");
    upload(browser, PluginKit.plugin("calendar", "2.0.0").zip(downloads));
    browser.await("calendar 2.0.0 would not be installed.");
    assertThat(browser.text()).contains("SIGNATURE_DROPPED", "What to do:");
    assertThat(browser.driver().findElements(By.tagName("button")))
        .extracting(button -> button.getText())
        .contains("Discard the file")
        .doesNotContain("Update");
    browser.press("Discard the file");

    browser.press("calendar");
    browser.press("Uninstall\u2026");
    browser.await("Uninstall calendar?");
    browser.press("Uninstall");
    browser.await("Uninstalled 'calendar' 1.0.0.");
    browser.press("All plugins");
    assertThat(browser.text()).doesNotContain("calendar");
  }

  static void upload(Browser browser, Path bundle) {
    browser.press("Install or update a plugin\u2026");
    browser.find("#bundle").sendKeys(bundle.toString());
    browser.press("Check this file");
  }
}
