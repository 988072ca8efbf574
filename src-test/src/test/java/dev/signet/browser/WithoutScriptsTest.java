package dev.signet.browser;

import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same pages where scripts are switched off. */
@Tag("browser")
class WithoutScriptsTest {
  @RegisterExtension final Browser browser = Browser.withoutScripts();

  @TempDir Path folder;

  @Test
  void brokenFile_isSeenReadAboutMendedAndGone() throws Exception {
    TestHost plugins = new TestHost(folder);
    Path file = BrokenFile.in(plugins);
    try (ServedHost host = ServedHost.start(plugins)) {
      BrokenFile.story(browser, host, file);
    }
  }

  @Test
  void plugin_comesAndGoes() throws Exception {
    TestHost plugins = new TestHost(folder);
    BrokenFile.in(plugins);
    try (ServedHost host = ServedHost.start(plugins)) {
      NewPlugin.story(browser, host, plugins, folder.resolve("downloads"));
    }
  }
}
