package dev.signet.pf4j.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.testkit.Locks;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ListFollowerTest {
  private static final Duration OFTEN = Duration.ofSeconds(1);

  @TempDir Path temp;
  private TestHost host;
  private VerifyingPluginManager manager;
  private PluginAuthor signer;

  @BeforeEach
  void setUp() throws Exception {
    host = new TestHost(temp.resolve("host"));
    host.signed("clock", "1.0.0").folder(host.plugins());
    manager = host.started();
    signer = PluginAuthor.of("plugins-lock", host.authority());
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** What the list is to be, one answer a look. */
  private interface Answer {
    byte[] get() throws IOException;
  }

  private Convergence convergence(BlockingQueue<Answer> answers) {
    return Convergence.builder(manager, Locks.FLEET)
        .list(
            new LockSource() {
              @Override
              public byte[] read() throws IOException {
                try {
                  return answers.take().get();
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
              }

              @Override
              public String name() {
                return "the test's list";
              }
            })
        .bundles(BundleSource.below(temp))
        .build();
  }

  private byte[] empty(int number) {
    return Locks.file(Locks.lock(number), signer);
  }

  @Test
  void host_whenRunsFail_comesToTheListAllTheSame() throws Exception {
    BlockingQueue<Answer> answers = new SynchronousQueue<>();
    try (ListFollower follower = ListFollower.start(convergence(answers), OFTEN)) {
      answers.put(
          () -> {
            throw new IllegalStateException("a defect");
          });
      answers.put(
          () -> {
            throw new StackOverflowError();
          });
      answers.put(
          () -> {
            // As a plugin may that is started by it.
            Thread.currentThread().interrupt();
            return new byte[0];
          });
      answers.put(
          () -> {
            throw new IOException("away");
          });
      answers.put(() -> empty(1));
      answers.put(
          () -> {
            assertThat(follower.latest().orElseThrow().isConverged()).isTrue();
            throw new IOException("away again");
          });
      answers.put(() -> empty(1));

      assertThat(TestHost.ids(manager)).isEmpty();
    }
  }

  @Test
  void host_whenSomebodyPutsInWhatTheListDoesNotName_isMendedAtTheNextLook() throws Exception {
    BlockingQueue<Answer> answers = new SynchronousQueue<>();
    try (ListFollower follower = ListFollower.start(convergence(answers), OFTEN)) {
      answers.put(() -> empty(1));
      BlockingQueue<Boolean> done = new LinkedBlockingQueue<>();
      answers.put(
          () -> {
            Path foreign = host.signed("disk", "1.0.0").folder(host.plugins());
            done.add(foreign.toFile().exists());
            return empty(1);
          });
      answers.put(() -> empty(1));

      assertThat(done.take()).isTrue();
      assertThat(follower.latest().orElseThrow().steps())
          .extracting(ConvergenceStep::id)
          .containsExactly("disk");
      assertThat(host.plugins().resolve("disk-1.0.0")).doesNotExist();
    }
  }

  @Test
  void follower_whenClosed_leavesNoThread() throws Exception {
    BlockingQueue<Answer> answers = new SynchronousQueue<>();
    ListFollower follower = ListFollower.start(convergence(answers), ListFollower.USUAL);
    answers.put(() -> empty(1));

    follower.close();
    follower.close();

    assertThat(follower.latest().orElseThrow().isConverged()).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("signet-list-follower");
  }

  @Test
  void follower_whenClosedByItsOwnRun_doesNotWaitForItself() throws Exception {
    BlockingQueue<Answer> answers = new SynchronousQueue<>();
    ListFollower follower = ListFollower.start(convergence(answers), ListFollower.USUAL);
    answers.put(
        () -> {
          follower.close();
          return empty(1);
        });

    follower.close();

    assertThat(follower.latest()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.999S", "PT24H0.001S"})
  void interval_whenTooShortOrTooLong_isRefused(String every) {
    Convergence convergence = convergence(new SynchronousQueue<>());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ListFollower.start(convergence, Duration.parse(every)))
        .withMessageContainingAll("every", "PT1S", "PT24H");
  }
}
