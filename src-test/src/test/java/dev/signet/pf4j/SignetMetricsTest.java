package dev.signet.pf4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TestHost;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitoring system sees. */
class SignetMetricsTest {
  @TempDir private Path temp;
  private TestHost host;

  @BeforeEach
  void start() {
    host = new TestHost(temp);
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @Test
  void meters_followTheResults() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").folder(host.plugins());
    PluginKit.plugin("bad", "1.0.0").zip(host.plugins());
    TestClock clock = new TestClock(Instant.now());
    VerifyingPluginManager manager = host.opened(host.builder().clock(clock).build());
    MeterRegistry registry = new SimpleMeterRegistry();
    new SignetMetrics(manager.admission(), Tags.of("host", "one")).bindTo(registry);
    assertThat(targets(registry, "never_scanned")).isEqualTo(2);
    assertThat(registry.get("signet.rescan.age").timeGauge().value()).isNaN();
    assertThat(registry.get("signet.revocation.remaining").timeGauge().value()).isNaN();

    manager.loadPlugins();
    assertThat(targets(registry, "never_scanned")).isZero();
    assertThat(targets(registry, "admit")).isEqualTo(1);
    assertThat(targets(registry, "refuse")).isEqualTo(1);
    assertThat(registry.get("signet.checking").gauge().value()).isEqualTo(1);
    assertThat(registry.get("signet.trust.concerns").gauge().value()).isZero();
    Instant end = host.author("alpha").certificate().getNotAfter().toInstant();
    assertThat(registry.get("signet.certificate.remaining").timeGauge().value())
        .isEqualTo((double) Duration.between(clock.instant(), end).toSeconds(), within(2.0));
    double scans = registry.get("signet.scans").tag("outcome", "result").functionCounter().count();

    Files.writeString(alpha.resolve("more.txt"), "more");
    manager.rescan().await(Duration.ofSeconds(30));
    clock.set(clock.instant().plusSeconds(90));

    assertThat(targets(registry, "refuse")).isEqualTo(2);
    assertThat(registry.get("signet.rescan.age").timeGauge().value()).isEqualTo(90, within(1.0));
    assertThat(registry.get("signet.scans").tag("outcome", "result").functionCounter().count())
        .isEqualTo(scans + 2);
    assertThat(registry.getMeters())
        .allSatisfy(meter -> assertThat(meter.getId().getTag("host")).isEqualTo("one"));
  }

  private static double targets(MeterRegistry registry, String action) {
    return registry.get("signet.targets").tag("action", action).gauge().value();
  }
}
