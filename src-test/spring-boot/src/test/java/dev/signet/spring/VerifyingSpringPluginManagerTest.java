package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/** What pf4j-spring's manager has besides, as {@code VerifyingPluginManager} does. */
class VerifyingSpringPluginManagerTest {
  private static final String DESCRIPTOR = "plugin.yaml:yaml";

  @TempDir private Path temp;
  private PluginFolder host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new PluginFolder(temp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.AssertionError",
        "java.lang.NoClassDefFoundError",
        "java.lang.StackOverflowError",
        "java.lang.IllegalStateException"
      })
  void plugin_whenItThrows_keepsNoOtherFromStarting(String type) throws Exception {
    host.signed("a");
    host.running("b", "if (true) throw new " + type + "();", "");
    host.signed("c");

    Runs.of(host)
        .run(
            context -> {
              PluginManager plugins = spring(context.getBean(PluginManager.class));
              assertThat(Runs.started(plugins)).containsExactly("a", "c");
              PluginWrapper failed = plugins.getPlugin("b");
              assertThat(failed.getPluginState()).isEqualTo(PluginState.FAILED);
              assertThat(failed.getFailedException().getClass().getName()).isEqualTo(type);
              assertThat(plugins.startPlugin("b")).isEqualTo(PluginState.FAILED);
            });
  }

  @Test
  void plugins_whenOneThrowsAsItIsStopped_areAllStopped() throws Exception {
    for (String id : List.of("a", "b", "c", "d")) {
      host.running(id, "", id.equals("c") ? "if (true) throw new AssertionError();" : "");
    }

    Runs.of(host)
        .run(
            context -> {
              PluginManager plugins = spring(context.getBean(PluginManager.class));
              assertThat(Runs.started(plugins)).hasSize(4);
              assertThatExceptionOfType(AssertionError.class).isThrownBy(plugins::stopPlugins);
              assertThat(plugins.getPlugins())
                  .filteredOn(plugin -> !plugin.getPluginId().equals("c"))
                  .extracting(PluginWrapper::getPluginState)
                  .containsOnly(PluginState.STOPPED);
            });
  }

  @Test
  void plugin_whenItIsDescribedInAFileOfTheHostsOwn_isReadByTheHostsReader() throws Exception {
    Path sealedLater = host.describedBy("hello", "plugin.yaml", "id: hello\nversion: 1.0.0\n");
    host.signed("usual");

    Runs.of(host)
        .withPropertyValues("signet.descriptor=" + DESCRIPTOR)
        .run(
            context -> {
              VerifyingSpringPluginManager plugins = spring(context.getBean(PluginManager.class));
              assertThat(Runs.started(plugins)).contains("hello");
              PluginWrapper hello = plugins.getPlugin("hello");
              assertThat(hello.getDescriptor().getVersion()).isEqualTo("1.0.0");
              assertThat(plugins.admission().sourceOf(hello.getPluginPath())).contains(sealedLater);
              PluginDescriptorFinder finder = plugins.createPluginDescriptorFinder();
              assertThat(finder.find(sealedLater).getPluginId()).isEqualTo("hello");
            });
  }

  private static VerifyingSpringPluginManager spring(PluginManager plugins) {
    assertThat(plugins).isInstanceOf(VerifyingSpringPluginManager.class);
    return (VerifyingSpringPluginManager) plugins;
  }
}
