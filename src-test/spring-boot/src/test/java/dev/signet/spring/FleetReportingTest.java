package dev.signet.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signet.config.HostConfiguration;
import dev.signet.config.HostFleet;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.postgres.FleetLedger;
import dev.signet.postgres.FleetNodes;
import dev.signet.postgres.FleetSchema;
import dev.signet.postgres.NodeResult;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications of a fleet, with a real database. */
class FleetReportingTest {
  private static @Nullable EmbeddedPostgres postgres;

  @TempDir private Path temp;

  @BeforeAll
  static void startDatabase() throws Exception {
    EmbeddedPostgres started;
    try {
      started =
          EmbeddedPostgres.builder()
              .setOverrideWorkingDirectory(Path.of("target", "postgres").toFile())
              .setServerConfig("fsync", "off")
              .start();
    } catch (IOException | IllegalStateException e) {
      Assumptions.abort("PostgreSQL cannot be started here: " + e);
      return;
    }
    postgres = started;
    FleetSchema.migrate(started.getPostgresDatabase());
    try (Connection connection = started.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create role north login; grant signet_node to north");
    }
  }

  @AfterAll
  static void stopDatabase() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @AfterEach
  void requireNoThreads() {
    Runs.requireNoThreads();
  }

  private ApplicationContextRunner application(PluginFolder host) {
    int port = postgres == null ? 0 : postgres.getPort();
    return Runs.of(host)
        .withPropertyValues(
            "signet.database.url=jdbc:postgresql://localhost:" + port + "/postgres",
            "signet.database.user=north",
            "signet.database.node=north",
            "signet.database.ledger=" + temp.resolve("own"),
            "signet.database.reportEvery=1 second",
            "signet.database.listen=true");
  }

  @Test
  @Timeout(60)
  void application_whenItsPropertiesNameADatabase_reportsItselfAndKeepsItsLedgerThere()
      throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("clock");
    host.unsigned("disk");

    application(host)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(context.getBean(PluginAdmission.class).ledger())
                  .isInstanceOf(FleetLedger.class);
              assertThat(context.getBean(PluginAdmission.class).ledger().find("clock")).isPresent();
              HostFleet fleet = context.getBean(HostConfiguration.class).fleet().orElseThrow();
              while (fleet.nodes().results(FleetNodes.Filter.ALL, 0, 10).rows().size() < 2) {
                TimeUnit.MILLISECONDS.sleep(50);
              }
              assertThat(fleet.nodes().results(FleetNodes.Filter.ALL, 0, 10).rows())
                  .extracting(NodeResult::node, NodeResult::plugin, NodeResult::standing)
                  .containsExactlyInAnyOrder(
                      tuple("north", "clock", "verified"), tuple("north", "disk", "unsigned"));
            });
  }

  @Test
  void application_whenItsDatabaseIsAway_startsWithWhatItAdmittedBefore() throws Exception {
    PluginFolder host = new PluginFolder(temp);
    host.signed("clock");
    application(host).run(context -> assertThat(context).hasNotFailed());

    application(host)
        .withPropertyValues("signet.database.url=jdbc:postgresql://localhost:1/postgres")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(Runs.started(context.getBean(org.pf4j.PluginManager.class)))
                  .containsExactly("clock");
            });
  }
}
