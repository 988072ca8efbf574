package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.report.ReportJson;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class IntegrityEndpointTest {
  @TempDir private Path temp;
  private PluginFolder host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new PluginFolder(temp);
    host.signed("hello");
    host.unsigned("unsigned");
  }

  private ApplicationContextRunner exposed() {
    return Runs.of(host).withPropertyValues("management.endpoints.web.exposure.include=integrity");
  }

  @Test
  void endpoint_whenNothingIsSaidOfIt_isNotExposed() {
    Runs.of(host).run(context -> assertThat(context).doesNotHaveBean(IntegrityEndpoint.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "management.endpoints.web.exposure.exclude=integrity",
        "management.endpoint.integrity.access=NONE",
        "management.endpoints.access.default=NONE"
      })
  void endpoint_whenTheApplicationForbidsIt_isNotThere(String setting) {
    exposed()
        .withPropertyValues(setting)
        .run(context -> assertThat(context).doesNotHaveBean(IntegrityEndpoint.class));
  }

  @Test
  void endpoint_whenAccessIsNotWidened_isReadOnly() {
    assertThat(IntegrityEndpoint.class.getAnnotation(Endpoint.class).defaultAccess())
        .isEqualTo(Access.READ_ONLY);
  }

  @Test
  void report_isTheOneOfTheAdmission() {
    exposed()
        .run(
            context ->
                assertThat(context.getBean(IntegrityEndpoint.class).report())
                    .contains("MISSING_SIGNATURE")
                    .isEqualTo(ReportJson.text(context.getBean(PluginAdmission.class).report())));
  }

  @Test
  void rescan_readsAllOrOnePlugin() {
    exposed()
        .run(
            context -> {
              IntegrityEndpoint endpoint = context.getBean(IntegrityEndpoint.class);
              PluginAdmission admission = context.getBean(PluginAdmission.class);

              assertThat(endpoint.rescan(null).state()).isIn("RUNNING", "DONE");
              assertThat(end(admission).total()).isEqualTo(2);
              assertThat(endpoint.rescan("hello").state()).isIn("RUNNING", "DONE");
              assertThat(end(admission).total()).isEqualTo(1);
            });
  }

  private static Rescan.Progress end(PluginAdmission admission) throws InterruptedException {
    Rescan.Progress progress = admission.latestRescan().orElseThrow().await(Duration.ofMinutes(1));
    assertThat(progress.state()).isEqualTo(Rescan.State.DONE);
    return progress;
  }

  @Test
  void rescan_whenNoResultIsOfThisId_isRefused() {
    exposed()
        .run(
            context ->
                assertThatThrownBy(
                        () -> context.getBean(IntegrityEndpoint.class).rescan("nosuchplugin"))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("nosuchplugin"));
  }

  /** An endpoint of the application's own. */
  @Configuration(proxyBeanMethods = false)
  static class Own {
    @Bean
    IntegrityEndpoint own(PluginAdmission admission) {
      return new IntegrityEndpoint(admission);
    }
  }

  @Test
  void endpoint_whenTheApplicationHasItsOwn_isThat() {
    exposed()
        .withUserConfiguration(Own.class)
        .run(
            context ->
                assertThat(context.getBeanNamesForType(IntegrityEndpoint.class))
                    .containsExactly("own"));
  }
}
