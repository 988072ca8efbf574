package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.SignetMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class SignetMetricsAutoConfigurationTest {
  @TempDir private Path temp;

  private ApplicationContextRunner measured() throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("hello");
    host.unsigned("unsigned");
    return Runs.of(host)
        .withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class);
  }

  @Test
  void meters_areInTheRegistryOfTheApplication() throws Exception {
    measured()
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.get("signet.targets").tag("action", "admit").gauge().value())
                  .isEqualTo(1);
              assertThat(registry.get("signet.targets").tag("action", "refuse").gauge().value())
                  .isEqualTo(1);
            });
  }

  /** Meters with tags of the application's own. */
  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    SignetMetrics meters(PluginAdmission admission) {
      return new SignetMetrics(admission, Tags.of("host", "own"));
    }
  }

  @Test
  void meters_whenTheApplicationHasItsOwn_areThose() throws Exception {
    measured()
        .withUserConfiguration(Own.class)
        .run(
            context ->
                assertThat(
                        context
                            .getBean(MeterRegistry.class)
                            .get("signet.checking")
                            .tag("host", "own")
                            .gauges())
                    .hasSize(1));
  }
}
