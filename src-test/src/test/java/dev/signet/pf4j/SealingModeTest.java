package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.classes.OnReadClassLoader;
import dev.signet.testkit.TestHost;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.PluginClassLoader;

class SealingModeTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource(SealingMode.class)
  void managerOfEachMode_loadsPluginsOfEachKind(SealingMode mode) throws Exception {
    try (TestHost host = new TestHost(temp)) {
      host.signed("folder", "1.0.0").greeting("folder").folder(host.plugins());
      host.signed("zip", "1.0.0").greeting("zip").requires("folder").zip(host.plugins());
      host.signed("jar", "1.0.0").greeting("jar").requires("zip").jar(host.plugins());
      for (int start = 0; start < 2; start++) {
        try (VerifyingPluginManager manager = host.builder().sealing(mode).build()) {
          manager.loadPlugins();
          manager.startPlugins();

          assertThat(TestHost.greetings(manager)).containsExactly("folder", "jar", "zip");
          assertThat(manager.refusals()).isEmpty();
          Class<?> expected =
              mode == SealingMode.ON_READ ? OnReadClassLoader.class : PluginClassLoader.class;
          assertThat(
                  Stream.of("folder", "zip", "jar")
                      .map(id -> manager.getPluginClassLoader(id).getClass()))
              .allMatch(expected::equals);
        }
      }
    }
  }

  @Test
  void builder_whenMadeFromAnother_hasItsMode() throws Exception {
    try (TestHost host = new TestHost(temp)) {
      host.signed("plugin", "1.0.0").jar(host.plugins());
      VerifyingPluginManager.Builder again;
      try (VerifyingPluginManager manager = host.builder().sealing(SealingMode.ON_READ).build()) {
        again = manager.toBuilder();
      }

      try (VerifyingPluginManager manager = again.build()) {
        manager.loadPlugins();
        assertThat(manager.getPluginClassLoader("plugin")).isInstanceOf(OnReadClassLoader.class);
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what callers must not pass is passed
  void mode_whenNull_isRefused() {
    assertThatThrownBy(() -> VerifyingPluginManager.builder(temp).sealing(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("mode");
  }
}
