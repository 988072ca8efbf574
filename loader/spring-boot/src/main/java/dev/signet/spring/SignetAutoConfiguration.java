package dev.signet.spring;

import dev.signet.config.ConfigurationException;
import dev.signet.config.HostConfiguration;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.SigningLedger;
import dev.signet.report.IntegrityListener;
import dev.signet.trust.TrustSource;
import dev.signet.trust.live.LiveTrust;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pf4j.PluginManager;
import org.pf4j.spring.SpringPluginManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Trust, admission and a plugin manager from {@code signet.*}. A bean of the application takes the
 * place of each: of type {@code HostConfiguration}, {@code TrustSource}, {@code PluginManager},
 * {@code PluginAdmission}. What is opened last is closed first: plugins, manager, trust.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = SignetProperties.PREFIX + ".enabled", matchIfMissing = true)
@EnableConfigurationProperties(SignetProperties.class)
public final class SignetAutoConfiguration {
  SignetAutoConfiguration() {}

  /** Trust as the settings name it. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingBean(TrustSource.class)
  static class TrustOfSettings {
    @Bean
    @ConditionalOnMissingBean
    HostConfiguration signetConfiguration(SignetProperties properties, Environment environment)
        throws ConfigurationException {
      return configuration(properties, environment, Optional.empty());
    }

    /** Closed with the configuration, which follows it. */
    @Bean(destroyMethod = "")
    LiveTrust signetTrust(HostConfiguration configuration) {
      try {
        return configuration.trust();
      } catch (IllegalStateException e) {
        throw new StartException(
            "The application's HostConfiguration has trust of its own, which is no bean.",
            "Make a bean of that TrustSource, too.");
      }
    }
  }

  /** Trust that the application brings. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBean(TrustSource.class)
  static class TrustOfApplication {
    @Bean
    @ConditionalOnMissingBean
    HostConfiguration signetConfiguration(
        SignetProperties properties, Environment environment, TrustSource trust)
        throws ConfigurationException {
      return configuration(properties, environment, Optional.of(trust));
    }
  }

  private static HostConfiguration configuration(
      SignetProperties properties, Environment environment, Optional<TrustSource> trust)
      throws ConfigurationException {
    try {
      return HostConfiguration.of(SettingsTree.of(properties, environment, trust));
    } catch (IllegalStateException e) {
      throw StartException.of(e);
    }
  }

  @Bean
  AdmissionChoices signetChoices(
      HostConfiguration configuration,
      ObjectProvider<IntegrityListener> listeners,
      ObjectProvider<SigningLedger> ledger,
      ObjectProvider<AdmissionCustomizer> customizers) {
    return new AdmissionChoices(configuration, listeners, ledger, customizers);
  }

  /** Makes beans of extensions, where pf4j-spring is there. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(SpringPluginManager.class)
  static class SpringManager {
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean(PluginManager.class)
    VerifyingSpringPluginManager signetPluginManager(
        AdmissionChoices choices, SignetProperties properties) {
      return opened(
          () ->
              new VerifyingSpringPluginManager(
                  choices.configuration().plugins(),
                  manager -> choices.on(PluginAdmission.builder()).build(manager),
                  properties.application().startPlugins()));
    }
  }

  /** PF4J's own manager, elsewhere. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("org.pf4j.spring.SpringPluginManager")
  static class PlainManager {
    @Bean
    @Lazy(false)
    @ConditionalOnMissingBean(PluginManager.class)
    VerifyingPluginManager signetPluginManager(AdmissionChoices choices) {
      return opened(() -> choices.on(choices.configuration().managerBuilder()).build());
    }
  }

  private static <M> M opened(Supplier<M> manager) {
    try {
      return manager.get();
    } catch (IllegalStateException e) {
      throw StartException.of(e);
    }
  }

  /** Starts what does not start itself. */
  @Bean
  @ConditionalOnBean(VerifyingPluginManager.class)
  @ConditionalOnBooleanProperty(
      name = SignetProperties.PREFIX + ".application.start-plugins",
      matchIfMissing = true)
  PluginStart signetPluginStart(List<VerifyingPluginManager> managers) {
    return new PluginStart(managers);
  }

  /** Closed before the manager, of which it tells. */
  @Bean
  @Lazy(false)
  FleetReporting signetFleet(HostConfiguration configuration, PluginAdmission admission) {
    return new FleetReporting(configuration, admission);
  }

  /** An application that starts its plugins itself also says when it goes by a list. */
  @Bean
  @Lazy(false)
  @ConditionalOnBooleanProperty(
      name = SignetProperties.PREFIX + ".application.start-plugins",
      matchIfMissing = true)
  ListFollowing signetList(HostConfiguration configuration, PluginAdmission admission) {
    return new ListFollowing(configuration, admission);
  }

  /** Closed with the manager, which uses it. Not lazy, since it is what notices unchecked ones. */
  @Bean(destroyMethod = "")
  @Lazy(false)
  @ConditionalOnMissingBean
  PluginAdmission signetAdmission(List<PluginManager> managers) {
    return AdmissionHolder.only(managers);
  }
}
