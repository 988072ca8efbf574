package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetSchemaTest {
  private static final SignedRelease RELEASE =
      new SignedRelease("clock", "1.0.0", "ab".repeat(32), "12".repeat(64));

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private Postgres.Database database;

  @BeforeEach
  void makeDatabase() throws Exception {
    database = POSTGRES.database();
  }

  private PostgresLedger node() throws Exception {
    return PostgresLedger.of(database.as("signet_node"), "north");
  }

  @Test
  void schema_whenMigratedAgain_keepsWhatItHolds() throws Exception {
    node().record(List.of(RELEASE), Instant.EPOCH, VersionOrder.semantic());

    FleetSchema.migrate(database.owner());

    assertThat(node().find("clock")).isPresent();
  }

  @Test
  void schema_whenSeveralMakeItAtOnce_isMadeOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        running.add(pool.submit(() -> FleetSchema.migrate(database.owner(), "together")));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }

    PostgresLedger ledger = node().inSchema("together");
    ledger.record(List.of(RELEASE), Instant.EPOCH, VersionOrder.semantic());
    assertThat(ledger.find("clock")).isPresent();
    assertThat(node().find("clock")).as("in the other schema").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1st", "Signet", "a.b", "a b", "a\"b", "robert'; drop", "\u00e9"})
  void name_whenItWouldHaveToBeQuoted_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FleetSchema.migrate(database.owner(), name))
        .withMessageContaining("lower-case letter");
  }
}
