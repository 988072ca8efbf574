package dev.signet.spring;

import dev.signet.pf4j.PluginAdmission;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code integrity}, where the application has the actuator and exposes it. */
@AutoConfiguration(after = SignetAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(PluginAdmission.class)
@ConditionalOnAvailableEndpoint(IntegrityEndpoint.class)
public final class SignetEndpointAutoConfiguration {
  SignetEndpointAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  IntegrityEndpoint integrityEndpoint(PluginAdmission admission) {
    return new IntegrityEndpoint(admission);
  }
}
