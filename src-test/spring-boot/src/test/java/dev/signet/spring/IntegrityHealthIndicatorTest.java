package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class IntegrityHealthIndicatorTest {
  @TempDir private Path temp;
  private PluginFolder host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new PluginFolder(temp);
  }

  @Test
  void health_whenAllIsAdmitted_isUp() throws Exception {
    host.signed("hello");

    Health health = health("hello");

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails())
        .containsOnlyKeys(
            "targets", "needingAttention", "neverScanned", "trustInOrder", "checking", "nextExpiry")
        .containsEntry("targets", 1)
        .containsEntry("needingAttention", 0)
        .containsEntry("neverScanned", 0)
        .containsEntry("trustInOrder", true)
        .containsEntry("checking", true);
    assertThat(health.getDetails().get("nextExpiry"))
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys("what", "at", "effect", "remedy");
  }

  @Test
  void health_whenWhatIsRefusedIsNotRequired_isUpAndNamesIt() throws Exception {
    host.signed("hello");
    host.unsigned("extra");

    Health health = health("hello");

    assertThat(health.getStatus()).isEqualTo(Status.UP);
    assertThat(health.getDetails())
        .containsEntry("refused", Map.of("extra-1.0.0", List.of("MISSING_SIGNATURE")));
  }

  @Test
  void health_whenARequiredPluginIsRefused_isOutOfService() throws Exception {
    host.signed("hello");
    Path modified = host.signed("needed");
    Files.writeString(modified.resolve("plugin.properties"), "\nx=y\n", StandardOpenOption.APPEND);

    Health health = health("hello,needed");

    assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(health.getDetails())
        .containsEntry("required", Map.of("needed", "refused"))
        .containsEntry("refused", Map.of("needed-1.0.0", List.of("INVALID_HASH")));
  }

  @Test
  void health_whenARequiredPluginIsNotThere_isOutOfService() throws Exception {
    host.signed("hello");

    Health health = health("hello,needed");

    assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(health.getDetails()).containsEntry("required", Map.of("needed", "not there"));
  }

  @Test
  void health_whenARequiredPluginCannotStart_isOutOfService() throws Exception {
    host.broken("needed");

    Health health = health("needed");

    assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    assertThat(health.getDetails()).containsEntry("required", Map.of("needed", "start failed"));
  }

  @Test
  void health_whenCheckingIsOff_says() throws Exception {
    host.unsigned("hello");

    assertThat(health("hello", "signet.checking=off").getDetails())
        .containsEntry("checking", false);
  }

  @Test
  void health_whenItIsNotWanted_isNotThere() {
    Runs.of(host)
        .withPropertyValues("management.health.integrity.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(IntegrityHealthIndicator.class));
  }

  @Test
  void health_whenTheApplicationHasItsOwn_isThat() {
    Runs.of(host)
        .withBean(
            "integrityHealthIndicator", HealthIndicator.class, () -> () -> Health.unknown().build())
        .run(context -> assertThat(context).doesNotHaveBean(IntegrityHealthIndicator.class));
  }

  private Health health(String required, String... settings) {
    Health[] found = new Health[1];
    ApplicationContextRunner runner = Runs.without(Runs.of(host), "org.pf4j.spring");
    runner
        .withPropertyValues("signet.application.required-plugins=" + required)
        .withPropertyValues(settings)
        .run(context -> found[0] = context.getBean(IntegrityHealthIndicator.class).health());
    return Objects.requireNonNull(found[0]);
  }
}
