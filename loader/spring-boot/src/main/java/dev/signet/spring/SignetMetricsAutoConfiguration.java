package dev.signet.spring;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.SignetMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Signet's meters, which Spring Boot binds to each registry of an application. */
@AutoConfiguration(after = SignetAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(PluginAdmission.class)
public final class SignetMetricsAutoConfiguration {
  SignetMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  SignetMetrics signetMetrics(PluginAdmission admission) {
    return new SignetMetrics(admission);
  }
}
