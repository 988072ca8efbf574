package dev.signet.sample.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.testkit.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

class PluginStartTest {
  @TempDir Path folder;
  private CommandedHost host;

  @BeforeEach
  void setUp() throws IOException {
    host = new CommandedHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void plugin_whenItThrowsAnError_keepsNoOtherFromStarting() throws IOException {
    host.signed("a", "1.0.0").zip(host.plugins());
    host.throwing("start", "b", "1.0.0").zip(host.plugins());
    host.throwing("start", "c", "1.0.0").zip(host.plugins());
    host.signed("d", "1.0.0").zip(host.plugins());
    host.signed("e", "1.0.0").zip(host.plugins());
    Files.writeString(host.plugins().resolve("disabled.txt"), "d\n");
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();

    PluginStart.all(manager);

    assertThat(
            manager.getPlugins().stream()
                .collect(
                    Collectors.toMap(PluginWrapper::getPluginId, PluginWrapper::getPluginState)))
        .containsEntry("a", PluginState.STARTED)
        .containsEntry("b", PluginState.FAILED)
        .containsEntry("c", PluginState.FAILED)
        .containsEntry("d", PluginState.DISABLED)
        .containsEntry("e", PluginState.STARTED);
    assertThat(manager.getPlugin("b").getFailedException()).isInstanceOf(AssertionError.class);
    assertThat(Trace.all()).filteredOn(event -> event.endsWith(" started")).hasSize(2);
  }

  @Test
  void plugin_whenItThrowsAnException_isNotStartedTwiceForTheErrorOfAnother() {
    host.signed("a", "1.0.0")
        .source(
            "kit.a.KitPlugin",
            """
            package kit.a;
            public class KitPlugin extends org.pf4j.Plugin {
              @Override public void start() {
                dev.signet.testkit.Trace.add("a tried");
                throw new IllegalStateException("no");
              }
            }
            """)
        .zip(host.plugins());
    host.throwing("start", "b", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();

    PluginStart.all(manager);

    assertThat(Trace.all()).isEqualTo(List.of("a tried"));
    assertThat(manager.getPlugin("a").getPluginState()).isEqualTo(PluginState.FAILED);
  }

  @Test
  void hostOfAPlugin_whenItThrowsAnError_runsAllTheSame() throws Exception {
    host.throwing("start", "bad", "1.0.0").zip(host.plugins());
    host.throwing("stop", "worse", "1.0.0").zip(host.plugins());
    try (Dashboard dashboard = Dashboard.open(host.settings())) {
      assertThat(dashboard.plugins()).hasSize(2);
    }
    // Closed in spite of all that, it holds its state directory no longer.
    Dashboard.open(host.settings()).close();
  }
}
