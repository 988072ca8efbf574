package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginManager;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications that go by their fleet's list. */
class ListFollowingTest {
  @TempDir private Path temp;

  @AfterEach
  void requireNoThreads() {
    Runs.requireNoThreads();
  }

  private ApplicationContextRunner application(PluginFolder host) {
    return Runs.of(host)
        .withPropertyValues(
            "signet.fleet.name=north",
            "signet.fleet.list=" + temp.resolve("plugins.lock"),
            "signet.fleet.bundles=" + temp,
            "signet.fleet.every=1 second");
  }

  @Test
  @Timeout(60)
  void application_whenItsFleetHasAList_comesToIt() throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("clock");
    Files.write(temp.resolve("plugins.lock"), host.emptyList("north"));

    application(host)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              while (!context.getBean(PluginManager.class).getPlugins().isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(20);
              }
            });

    assertThat(host.plugins().resolve("clock-1.0.0")).doesNotExist();
  }

  @Test
  void application_whenItsListCannotBeHad_keepsWhatItHas() throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("clock");

    application(host)
        .run(
            context ->
                assertThat(Runs.started(context.getBean(PluginManager.class)))
                    .containsExactly("clock"));
  }
}
