package dev.signet.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

class NodeListenerTest {
  private static final Duration REST = Duration.ofMillis(10);

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private Postgres.Database database;
  private PGSimpleDataSource source;
  private final Semaphore woken = new Semaphore(0);
  private NodeListener listener;

  @BeforeEach
  void makeListener() throws Exception {
    database = POSTGRES.database();
    source = (PGSimpleDataSource) database.as("signet_node");
    listener = new NodeListener(shared().database(), woken::release, REST);
  }

  @AfterEach
  void close() {
    listener.close();
  }

  private PostgresLedger shared() {
    return PostgresLedger.of(source, "north");
  }

  @Test
  void listener_whenItsConnectionIsLost_listensOnAnotherOne() throws Exception {
    listener.start();
    int first = Listening.await(database.owner());
    Postgres.execute(database.owner(), "select pg_terminate_backend(" + first + ", 60000)");

    assertThat(Listening.await(database.owner())).isNotEqualTo(first);
    FleetNodes.of(shared()).requestRescan();
    assertThat(woken.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void listener_whenTheDatabaseIsAway_listensAsSoonAsItIsBack() throws Exception {
    int[] right = source.getPortNumbers();
    source.setPortNumbers(new int[] {1});
    listener.start();
    assertThat(Listening.pids(database.owner())).isEmpty();

    source.setPortNumbers(right);
    Listening.await(database.owner());
  }

  @Test
  void listener_whenOtherNotificationsCome_sleepsOn() throws Exception {
    listener.start();
    Listening.await(database.owner());
    Postgres.execute(database.owner(), "notify other_wake");
    FleetNodes.of(shared()).requestRescan();

    assertThat(woken.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
    assertThat(woken.tryAcquire()).isFalse();
  }

  @Test
  void listener_whenClosed_leavesNoConnection() throws Exception {
    listener.start();
    Listening.await(database.owner());
    listener.close();
    listener.close();

    assertThat(Listening.pids(database.owner())).isEmpty();
  }
}
