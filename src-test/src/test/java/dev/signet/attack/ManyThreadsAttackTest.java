package dev.signet.attack;

import static dev.signet.testkit.TestHost.ids;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.rescan.Rescan;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hosts in one process share a plugins root. Each loads, installs and closes in turn, as PF4J
 * has it, while other threads rescan, read and change whom it trusts.
 */
@Tag("random")
class ManyThreadsAttackTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final int ROUNDS = Thorough.attacks(Integer.MAX_VALUE, 2, 1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> IDS = List.of("a", "b", "c");

  @TempDir Path temp;
  private TestHost host;
  private final List<Path> candidates = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makePlugins() {
    host = new TestHost(temp);
    for (String id : IDS) {
      host.signed(id, "1.0.0").zip(host.plugins());
      candidates.add(host.signed(id, "1.0.0").folder(temp.resolve("old")));
      candidates.add(host.signed(id, "1.1.0").jar(temp.resolve("new")));
    }
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void hosts_whenEverythingHappensAtOnce_neitherHangNorLoseNorLeakAnything() throws Exception {
    long end = System.nanoTime() + LONG.toNanos();
    for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
      List<Thread> threads = new ArrayList<>();
      for (int number = 0; number < 2; number++) {
        threads.addAll(threads(number, new Random(31L * round + number)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        NANOSECONDS.timedJoin(thread, PATIENCE.toNanos());
        assertThat(thread.isAlive())
            .as(
                "round %d: %s hangs at %s",
                round, thread.getName(), List.of(thread.getStackTrace()))
            .isFalse();
      }
      assertThat(failures).as("round %d", round).isEmpty();
      requireOrder(round);
    }
    assertThat(done).as("changes that were made").hasPositiveValue();
  }

  /** The one that changes something, and four that look on until it has closed the manager. */
  private List<Thread> threads(int number, Random random) {
    SwitchedTrust trust = new SwitchedTrust(host.trust());
    VerifyingPluginManager manager =
        host.builder().stateDirectory(state(number)).trust(trust).build();
    Thread owner = thread("owner " + number, () -> change(manager, random));
    List<Thread> threads = new ArrayList<>(List.of(owner));
    for (int scanner = 0; scanner < 2; scanner++) {
      threads.add(thread("scanner " + number, () -> scan(manager, owner)));
    }
    threads.add(thread("reader " + number, () -> whileAlive(owner, () -> look(manager))));
    threads.add(
        thread(
            "truster " + number,
            () -> whileAlive(owner, () -> trust.set(host.trust().toBuilder().build()))));
    return threads;
  }

  /** Does it about once a millisecond. */
  private static Void whileAlive(Thread owner, Runnable work) throws InterruptedException {
    while (owner.isAlive()) {
      work.run();
      owner.join(1);
    }
    return null;
  }

  private static void look(VerifyingPluginManager manager) {
    assertThat(manager.report().states()).isNotNull();
    assertThat(manager.decisions()).isNotNull();
    assertThat(manager.refusals()).isNotNull();
  }

  private Thread thread(String name, Callable<?> work) {
    return new Thread(
        () -> {
          try {
            work.call();
          } catch (Exception | AssertionError e) {
            failures.add(new AssertionError(name, e));
          }
        },
        name);
  }

  private Path state(int number) {
    return temp.resolve("state" + number);
  }

  private Void change(VerifyingPluginManager manager, Random random) {
    try (manager) {
      SignedPluginInstaller installer =
          SignedPluginInstaller.builder(manager, manager.admission())
              .patience(Duration.ofSeconds(30))
              .build();
      manager.loadPlugins();
      manager.startPlugins();
      for (int change = 4 + random.nextInt(8); change > 0; change--) {
        String id = IDS.get(random.nextInt(IDS.size()));
        switch (random.nextInt(5)) {
          case 0 -> {
            if (manager.getPlugin(id) != null) {
              manager.unloadPlugin(id);
            }
          }
          case 1 -> manager.loadPlugins();
          case 2 -> manager.rescan();
          default -> {
            Path candidate = candidates.get(random.nextInt(candidates.size()));
            InstallResult result =
                installer.installOrUpdate(InstallRequest.of(candidate).allowingLowerVersion());
            assertThat(result)
                .as(result.explanation())
                .isInstanceOfAny(InstallResult.Done.class, InstallResult.NotDone.class);
            done.addAndGet(result instanceof InstallResult.Done ? 1 : 0);
          }
        }
      }
    }
    return null;
  }

  private static Void scan(VerifyingPluginManager manager, Thread owner) throws Exception {
    while (owner.isAlive()) {
      Rescan rescan;
      try {
        rescan = manager.rescan();
      } catch (IllegalStateException closed) {
        return null;
      }
      Rescan.Progress progress = rescan.await(PATIENCE);
      assertThat(progress.state()).isIn(Rescan.State.DONE, Rescan.State.CANCELLED);
    }
    return null;
  }

  /** Whoever starts next finds every plugin and a result of each, and nothing left over. */
  private void requireOrder(int round) throws IOException {
    for (int number = 0; number < 2; number++) {
      Path state = state(number);
      try (VerifyingPluginManager manager = host.builder().stateDirectory(state).build()) {
        manager.loadPlugins();
        assertThat(manager.refusals()).as("round %d", round).isEmpty();
        assertThat(ids(manager)).as("round %d", round).containsExactlyElementsOf(IDS);
        assertThat(manager.report().states())
            .as("round %d", round)
            .hasSize(IDS.size())
            .allMatch(result -> result.result().isPresent());
      }
      assertThat(state.resolve("staging")).as("round %d", round).isEmptyDirectory();
      try (Stream<Path> copies = Files.list(state.resolve("sealed"))) {
        assertThat(copies.toList()).as("round %d", round).hasSizeLessThanOrEqualTo(IDS.size());
      }
    }
  }
}
