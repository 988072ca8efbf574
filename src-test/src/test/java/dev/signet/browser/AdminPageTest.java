package dev.signet.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** An administrator whose plugin breaks: sees it, reads why, mends it, looks again. */
@Tag("browser")
class AdminPageTest {
  @RegisterExtension final Browser browser = Browser.usual();

  @TempDir Path folder;
  private TestHost plugins;
  private ServedHost host;
  private Path file;

  @BeforeEach
  void startHost() throws Exception {
    plugins = new TestHost(folder);
    file = BrokenFile.in(plugins);
    host = ServedHost.start(plugins);
  }

  @AfterEach
  void stopHost() {
    host.close();
  }

  @Test
  void brokenFile_isSeenReadAboutMendedAndGone() throws IOException {
    BrokenFile.story(browser, host, file);
  }

  @Test
  void plugin_comesAndGoes() {
    NewPlugin.story(browser, host, plugins, folder.resolve("downloads"));
  }

  @Test
  void upload_showsHowFarItIs() {
    browser.logIn(host);
    byte[] large = new byte[1_000_000];
    new Random(1).nextBytes(large);
    Path bundle =
        plugins.signed("calendar", "1.0.0").file("large", large).zip(folder.resolve("downloads"));
    browser.send(400_000);

    NewPlugin.upload(browser, bundle);

    WebElement bar = browser.find("progress[value][max]");
    assertThat(bar.getAccessibleName()).isEqualTo("Sent so far");
    assertThat(Long.parseLong(bar.getDomProperty("max"))).isGreaterThan(large.length);
    assertThat(Double.parseDouble(bar.getDomProperty("position"))).isStrictlyBetween(0.0, 1.0);
    assertThat(browser.find("#upload button").isEnabled()).isFalse();
    browser.send(-1);
    browser.await("Install calendar 1.0.0?");
  }

  @Test
  void keyboardAlone_isEnough() throws IOException {
    Files.writeString(file, "changed");
    browser.driver().get(host.address("/admin"));
    browser.driver().switchTo().activeElement().sendKeys(host.password(), Keys.ENTER);
    browser.await("Plugin integrity");

    keys(Keys.TAB);
    assertThat(focused().getText()).isEqualTo("Skip to the content");
    assertThat(focused().isDisplayed()).isTrue();
    keys(Keys.ENTER);
    tabTo("Rescan\u2026");
    assertThat(focused().getCssValue("outline-style")).isEqualTo("solid");
    keys(Keys.ENTER);
    browser.await("1 of 2 needs attention.");
    tabTo("clock");
    keys(Keys.ENTER);
    browser.await("INVALID_HASH");
    tabTo("Expected and current digests");
    keys(Keys.ENTER);
    browser.await("expected ");
    tabTo("Log out");
    keys(Keys.ENTER);
    browser.await("Administrator's password");
  }

  @Test
  void wrongPassword_isSaidBesideTheField() {
    browser.driver().get(host.address("/admin"));
    browser.find("#password").sendKeys("wrong", Keys.ENTER);
    browser.await("This is not the password.");
    WebElement field = browser.find("#password");
    assertThat(field.getDomAttribute("aria-describedby")).isEqualTo("problem");
    assertThat(browser.find("#problem").getAriaRole()).isEqualTo("alert");
  }

  @Test
  void rescan_isAnnouncedWithoutANewPageAndTheKeyboardKeepsItsPlace() throws IOException {
    browser.logIn(host);
    Files.writeString(file, "changed");
    browser.press("Rescan\u2026");
    browser.await("1 of 2 needs attention.");
    browser.await("All 2 scanned again.");
    WebElement status = browser.find("#rescan-status");
    assertThat(status.getAriaRole()).isEqualTo("status");
    assertThat(status.getText()).isEqualTo("All 2 scanned again.");
    assertThat(browser.driver().findElements(By.cssSelector("progress"))).isEmpty();
  }

  private WebElement focused() {
    return browser.driver().switchTo().activeElement();
  }

  private void keys(CharSequence... keys) {
    new Actions(browser.driver()).sendKeys(keys).perform();
  }

  private void tabTo(String name) {
    for (int i = 0; i < 30; i++) {
      keys(Keys.TAB);
      if (focused().getText().equals(name)) {
        return;
      }
    }
    throw new AssertionError("the Tab key never comes to \"" + name + "\": " + browser.text());
  }
}
