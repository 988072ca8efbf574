package dev.signet.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * Debian's Chromium, started once for all tests (and once more without scripts), with neither
 * cookies nor a special look at the beginning of each.
 */
final class Browser implements BeforeEachCallback {
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Kept, so that it stays silent: that the protocol is newer than the library is no news. */
  private static final Logger LIBRARY = Logger.getLogger("org.openqa.selenium");

  private static final ExtensionContext.Namespace OURS =
      ExtensionContext.Namespace.create(Browser.class);

  private final boolean scripts;
  private Optional<ChromeDriver> driver = Optional.empty();

  private Browser(boolean scripts) {
    this.scripts = scripts;
  }

  /** Returns the browser as people have it. */
  static Browser usual() {
    return new Browser(true);
  }

  /** Returns the browser of somebody who has switched scripts off for all pages. */
  static Browser withoutScripts() {
    return new Browser(false);
  }

  /** The running program, and the folder of its profile. */
  private record Running(ChromeDriver driver, Path profile) implements AutoCloseable {
    static Running start(boolean scripts) {
      LIBRARY.setLevel(Level.SEVERE);
      try {
        Path profile = Files.createTempDirectory("chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(PROGRAM.toFile());
        options.addArguments(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--user-data-dir=" + profile);
        if (!scripts) {
          options.setExperimentalOption(
              "prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        ChromeDriverService service =
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .withLogFile(new File("/dev/null"))
                .build();
        return new Running(new ChromeDriver(service, options), profile);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() throws IOException {
      driver.quit();
      try (Stream<Path> files = Files.walk(profile)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    assumeTrue(
        Files.isExecutable(PROGRAM) && Files.isExecutable(DRIVER),
        "Chromium and chromedriver are not in /usr/bin; the pages are not tested in a browser");
    ChromeDriver running =
        context
            .getRoot()
            .getStore(OURS)
            .computeIfAbsent(scripts, key -> Running.start(scripts), Running.class)
            .driver();
    driver = Optional.of(running);
    running.executeCdpCommand("Network.clearBrowserCookies", Map.of());
    look(1280, false);
    send(-1);
  }

  ChromeDriver driver() {
    return driver.orElseThrow();
  }

  /** Sets how the page is looked at. */
  void look(int width, boolean dark) {
    driver()
        .executeCdpCommand(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width < 500));
    driver()
        .executeCdpCommand(
            "Emulation.setEmulatedMedia",
            Map.of(
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /**
   * Sets how fast this browser sends.
   *
   * @param bytesPerSecond -1 for as fast as can be
   */
  void send(int bytesPerSecond) {
    driver().executeCdpCommand("Network.enable", Map.of());
    driver()
        .executeCdpCommand(
            "Network.emulateNetworkConditions",
            Map.of(
                "offline",
                false,
                "latency",
                0,
                "downloadThroughput",
                -1,
                "uploadThroughput",
                bytesPerSecond));
  }

  /** Returns the text of the page as a person sees it. */
  String text() {
    return there(() -> driver().findElement(By.tagName("body")).getText());
  }

  /** Returns the first of these on the page, which may only be coming. */
  WebElement find(String css) {
    return there(() -> driver().findElement(By.cssSelector(css)));
  }

  /** Waits until the page shows this. */
  void await(String text) {
    there(
        () -> {
          String all = driver().findElement(By.tagName("body")).getText();
          if (!all.contains(text)) {
            throw new NoSuchElementException("no \"" + text + "\" on the page: " + all);
          }
          return all;
        });
  }

  /** Presses the link or button that is called so, for eyes and for screen readers. */
  void press(String name) {
    WebElement found =
        there(
            () ->
                driver().findElements(By.cssSelector("a, button")).stream()
                    .filter(each -> each.getText().equals(name))
                    .findFirst()
                    .orElseThrow(
                        () -> new NoSuchElementException("no \"" + name + "\" on the page")));
    assertThat(found.getAccessibleName()).isEqualTo(name);
    found.click();
  }

  /** What is pressed brings another page at any moment: looks until it is there and stays. */
  private static <T> T there(Supplier<T> look) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return look.get();
      } catch (WebDriverException e) {
        // Not there yet, there no more, or just between two pages, which has many names.
        if (System.nanoTime() > end) {
          throw new AssertionError(e.getMessage(), e);
        }
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /** Logs in as the administrator. */
  void logIn(ServedHost host) {
    driver().get(host.address("/admin"));
    find("#password").sendKeys(host.password());
    press("Log in");
    await("Plugin integrity");
  }
}
