package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.report.NotRunning;
import dev.signet.testkit.HostileError;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pf4j.PluginNotFoundException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/** Whatever a plugin throws when it is started, it is its own failure and nobody else's. */
class FailureIsolationTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.AssertionError",
        "java.lang.NoClassDefFoundError",
        "java.lang.ExceptionInInitializerError",
        "java.lang.StackOverflowError",
        "java.lang.OutOfMemoryError",
        "java.lang.ThreadDeath",
        "java.lang.InternalError",
        "java.lang.IllegalStateException",
        "java.util.ConcurrentModificationException",
        "dev.signet.testkit.HostileError"
      })
  void plugin_whenItThrows_keepsNoOtherFromStarting(String type) throws IOException {
    host.signed("a", "1.0.0").zip(host.plugins());
    throwing("b", type).zip(host.plugins());
    throwing("c", type).zip(host.plugins());
    host.signed("d", "1.0.0").zip(host.plugins());
    host.signed("e", "1.0.0").requires("a").zip(host.plugins());
    host.signed("f", "1.0.0").requires("b?").zip(host.plugins());
    Files.writeString(host.plugins().resolve("disabled.txt"), "d\n");

    VerifyingPluginManager manager = host.started();

    assertThat(states(manager))
        .containsEntry("a", PluginState.STARTED)
        .containsEntry("b", PluginState.FAILED)
        .containsEntry("c", PluginState.FAILED)
        .containsEntry("d", PluginState.DISABLED)
        .containsEntry("e", PluginState.STARTED)
        .containsEntry("f", PluginState.STARTED);
    assertThat(manager.getPlugin("b").getFailedException().getClass().getName()).isEqualTo(type);
    assertThat(Trace.all()).filteredOn(event -> event.equals("b tried")).hasSize(1);
    assertThat(Trace.all()).filteredOn(event -> event.endsWith(" started")).hasSize(3);
    assertThat(manager.report().needingAttention())
        .extracting(state -> state.notRunning().orElseThrow().kind())
        .containsExactly(NotRunning.Kind.START_FAILED, NotRunning.Kind.START_FAILED);
  }

  @Test
  void plugin_whenItsConstructorOrInitialiserThrows_keepsNoOtherFromStarting() {
    host.signed("a", "1.0.0").source("kit.a.KitPlugin", initialiser("a")).zip(host.plugins());
    host.signed("b", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = host.started();

    assertThat(states(manager))
        .containsEntry("a", PluginState.FAILED)
        .containsEntry("b", PluginState.STARTED);
  }

  @Test
  void plugin_whenStartedByItself_hasFailedAndThrowsNothing() {
    throwing("bad", "java.lang.StackOverflowError").zip(host.plugins());
    host.signed("user", "1.0.0").requires("bad").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();

    assertThat(manager.startPlugin("user")).isEqualTo(PluginState.FAILED);
    assertThat(manager.startPlugin("bad")).isEqualTo(PluginState.FAILED);
    assertThat(manager.getPlugin("bad").getFailedException())
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void plugins_whenStoppedAndStartedAgain_failAsOften() {
    host.signed("a", "1.0.0").zip(host.plugins());
    throwing("b", "java.lang.AssertionError").zip(host.plugins());
    host.signed("c", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.stopPlugin("a");
    manager.stopPlugin("c");

    manager.startPlugins();

    assertThat(states(manager))
        .isEqualTo(
            Map.of("a", PluginState.STARTED, "b", PluginState.FAILED, "c", PluginState.STARTED));
    assertThat(Trace.all()).filteredOn(event -> event.equals("b tried")).hasSize(2);
  }

  @Test
  void plugins_whenOneStartsOthers_failOneByOne() {
    throwing("bad", "java.lang.AssertionError").zip(host.plugins());
    host.signed("boss", "1.0.0")
        .atStart(
            "getWrapper().getPluginManager().startPlugin(\"bad\");"
                + " getWrapper().getPluginManager().startPlugins();"
                + " if (true) throw new AssertionError();")
        .zip(host.plugins());
    host.signed("other", "1.0.0").zip(host.plugins());

    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();
    manager.startPlugin("other");
    manager.startPlugin("boss");

    assertThat(states(manager))
        .isEqualTo(
            Map.of(
                "bad", PluginState.FAILED,
                "boss", PluginState.FAILED,
                "other", PluginState.STARTED));
  }

  @Test
  void listener_whenItThrows_isTheHostsOwnFaultAndNoPlugins() {
    throwing("a", "java.lang.IllegalStateException").zip(host.plugins());
    host.signed("b", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugins();
    manager.addPluginStateListener(
        event -> {
          if (event.getPlugin().getPluginId().equals("b")) {
            throw new IllegalStateException("listener");
          }
        });

    assertThatIllegalStateException().isThrownBy(manager::startPlugins).withMessage("listener");
    assertThat(manager.getPlugin("b").getPluginState()).isEqualTo(PluginState.STARTED);
  }

  @Test
  void id_whenItIsUnknown_isTheCallersFaultAndNoPlugins() {
    host.signed("a", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.started();
    manager.stopPlugin("a");

    assertThatExceptionOfType(PluginNotFoundException.class)
        .isThrownBy(() -> manager.startPlugin("unknown"));
    assertThat(manager.getPlugin("a").getPluginState()).isEqualTo(PluginState.STOPPED);
  }

  private PluginKit throwing(String id, String type) {
    return host.signed(id, "1.0.0")
        .compiledAgainst(HostileError.class)
        .atStart(
            "dev.signet.testkit.Trace.add(\"%s tried\"); if (true) throw new %s();"
                .formatted(id, type.endsWith("InitializerError") ? type + "(\"no\")" : type)
                .replace(")()", ")"));
  }

  private static String initialiser(String id) {
    return """
        package kit.%s;
        public class KitPlugin extends org.pf4j.Plugin {
          static { if (true) throw new AssertionError(); }
        }
        """
        .formatted(id);
  }

  private static Map<String, PluginState> states(VerifyingPluginManager manager) {
    return List.copyOf(manager.getPlugins()).stream()
        .collect(Collectors.toMap(PluginWrapper::getPluginId, PluginWrapper::getPluginState));
  }
}
