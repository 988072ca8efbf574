package dev.signet.spring;

import dev.signet.pf4j.PluginAdmission;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.context.annotation.Bean;

/** The part {@code integrity} of an application's health. */
@AutoConfiguration(after = SignetAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(PluginAdmission.class)
@ConditionalOnEnabledHealthIndicator("integrity")
public final class SignetHealthAutoConfiguration {
  SignetHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "integrityHealthIndicator")
  IntegrityHealthIndicator integrityHealthIndicator(
      PluginAdmission admission, SignetProperties properties) {
    return new IntegrityHealthIndicator(admission, properties.application().requiredPlugins());
  }
}
