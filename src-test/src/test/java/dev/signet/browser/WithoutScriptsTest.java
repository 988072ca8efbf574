package dev.signet.browser;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same pages where scripts are switched off. */
class WithoutScriptsTest {
  @RegisterExtension final Browser browser = Browser.withoutScripts();

  @TempDir Path folder;

  @Test
  void brokenFileIsSeenReadAboutMendedAndGone() throws Exception {
    try (ServedHost host = new ServedHost(folder)) {
      Path file = BrokenFile.in(host);
      host.start("");
      BrokenFile.story(browser, host, file);
    }
  }
}
