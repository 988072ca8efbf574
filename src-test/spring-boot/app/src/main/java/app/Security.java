package app;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Greetings and health are for everybody, all else of the actuator for who has logged in. */
class Security {
  private static final String[] OPEN = {"/greetings", "/actuator/health/**"};

  private Security() {}

  /** On Spring MVC. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  static class OfServlets {
    @Bean
    SecurityFilterChain rules(HttpSecurity http) {
      return http.authorizeHttpRequests(
              requests -> requests.requestMatchers(OPEN).permitAll().anyRequest().authenticated())
          .httpBasic(withDefaults())
          .csrf(csrf -> csrf.disable())
          .build();
    }
  }

  /** On WebFlux. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
  static class OfExchanges {
    @Bean
    SecurityWebFilterChain rules(ServerHttpSecurity http) {
      return http.authorizeExchange(
              exchanges -> exchanges.pathMatchers(OPEN).permitAll().anyExchange().authenticated())
          .httpBasic(withDefaults())
          .csrf(csrf -> csrf.disable())
          .build();
    }
  }
}
