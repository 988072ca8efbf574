package dev.signet.pf4j.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/** What becomes of plugins that are loaded when trust changes. */
@Tag("pf4j")
class ReassessmentTest {
  @TempDir private Path temp;
  private TestHost host;
  private SwitchedTrust trust;
  private final List<Told> told = new CopyOnWriteArrayList<>();

  private record Told(String pluginId, Decision before, Decision now) {}

  @BeforeEach
  void start() {
    host = new TestHost(temp);
    trust = new SwitchedTrust(host.trust());
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @Test
  void loadedPlugin_whenRevoked_isReportedAtOnceAndRunsOn() {
    Path alpha = host.signed("alpha", "1.0.0").zip(host.plugins());
    host.signed("beta", "1.0.0").jar(host.plugins());
    VerifyingPluginManager manager = started(builder());

    trust.set(revoked("alpha"));

    assertThat(told)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.pluginId()).isEqualTo("alpha");
              assertThat(change.before().action()).isEqualTo(Decision.Action.ADMIT);
              assertThat(change.now().action()).isEqualTo(Decision.Action.REFUSE);
              assertThat(TestHost.reasons(change.now())).containsExactly(Reason.REVOKED);
            });
    assertThat(state(manager, "alpha")).isEqualTo(PluginState.STARTED);
    assertThat(TestHost.decision(manager, alpha)).isEqualTo(told.get(0).now());
    assertThat(manager.refusals()).hasSize(1);
    trust.set(revoked("alpha"));
    assertThat(told).as("told once").hasSize(1);
  }

  @Test
  void loadedPlugin_whenTrustedAgain_isReportedAgain() {
    host.signed("alpha", "1.0.0").folder(host.plugins());
    started(builder());

    trust.set(revoked("alpha"));
    trust.set(host.trust());

    assertThat(told)
        .extracting(change -> change.now().action())
        .containsExactly(Decision.Action.REFUSE, Decision.Action.ADMIT);
    assertThat(told.get(1).before()).isEqualTo(told.get(0).now());
  }

  @Test
  void loadedPlugin_whenToBeStopped_isStoppedWithWhatNeedsIt() {
    host.signed("base", "1.0.0").zip(host.plugins());
    host.signed("user", "1.0.0").requires("base").zip(host.plugins());
    host.signed("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started(builder().whenRefusedLater(WhenRefusedLater.STOP));

    trust.set(revoked("base"));

    assertThat(state(manager, "base")).isEqualTo(PluginState.STOPPED);
    assertThat(state(manager, "user")).isEqualTo(PluginState.STOPPED);
    assertThat(state(manager, "other")).isEqualTo(PluginState.STARTED);
    assertThat(Trace.of("base")).contains("base stopped");
  }

  @Test
  void loadedPlugin_whenToBeUnloaded_isGoneAndDoesNotComeBack() {
    Path alpha = host.signed("alpha", "1.0.0").zip(host.plugins());
    host.signed("other", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started(builder().whenRefusedLater(WhenRefusedLater.UNLOAD));

    trust.set(revoked("alpha"));

    assertThat(TestHost.ids(manager)).containsExactly("other");
    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> manager.loadPlugin(alpha));
    trust.set(host.trust());
    assertThat(told).as("nothing is told of what is not loaded").hasSize(1);
    assertThat(manager.loadPlugin(alpha)).isEqualTo("alpha");
  }

  @Test
  void listenerThatThrows_keepsNobodyFromKnowingAndNothingFromBeingStopped() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        started(
            host.builder()
                .trust(trust)
                .listener(
                    (id, before, now) -> {
                      throw new IllegalStateException("the listener's own fault");
                    })
                .listener(this::tell)
                .whenRefusedLater(WhenRefusedLater.STOP));

    trust.set(revoked("alpha"));

    assertThat(told).hasSize(1);
    assertThat(state(manager, "alpha")).isEqualTo(PluginState.STOPPED);
  }

  @Test
  void loadedPlugin_whenTheChannelDoesNotEnforce_isReportedAndNeverStopped() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        started(
            builder()
                .channel(new ReleaseChannel("beta"))
                .whenRefusedLater(WhenRefusedLater.UNLOAD));

    trust.set(revoked("alpha"));

    assertThat(told)
        .extracting(change -> change.now().action())
        .containsExactly(Decision.Action.WARN);
    assertThat(state(manager, "alpha")).isEqualTo(PluginState.STARTED);
  }

  @Test
  void bundle_whenRevokedBetweenScanAndLoad_isRefused() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    Host manager = host.opened(new Host(host.plugins()));
    List<Path> scanned = manager.scan();

    trust.set(revoked("alpha"));

    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> manager.loadPlugin(scanned.get(0)))
        .satisfies(
            rejected ->
                assertThat(TestHost.reasons(rejected.decision())).containsExactly(Reason.REVOKED));
    assertThat(manager.getPlugins()).isEmpty();
  }

  @Test
  void bundle_whenRevokedWhileItLoads_isReported() {
    Path alpha = host.signed("alpha", "1.0.0").zip(host.plugins());
    Host manager = host.opened(new Host(host.plugins()));
    manager.whileLoading = () -> trust.set(revoked("alpha"));

    manager.loadPlugin(alpha);

    assertThat(told).extracting(Told::pluginId).containsExactly("alpha");
  }

  @Test
  void sealedCopy_whenChangedOnDisk_isReportedAsModified() throws Exception {
    host.signed("alpha", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = started(builder());
    Path copy = manager.getPlugin("alpha").getPluginPath();
    Path file = copy.resolve("plugin.properties");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, Files.readString(file) + "\n# changed");

    manager.admission().reassess();

    assertThat(told)
        .extracting(change -> change.now().verdict().word())
        .containsExactly("modified");
  }

  @Test
  void loadedPlugin_whenItsCertificateRunsOut_isReportedByTheNextReassessment() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    TestClock clock = new TestClock(Instant.now());
    VerifyingPluginManager manager = started(builder().clock(clock));

    clock.set(Instant.now().plus(Duration.ofDays(1_000)));
    manager.admission().reassess();

    assertThat(told)
        .singleElement()
        .satisfies(change -> assertThat(TestHost.reasons(change.now())).contains(Reason.EXPIRED));
  }

  @Test
  void executor_whenSet_doesTheWork() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    List<Runnable> tasks = new ArrayList<>();
    VerifyingPluginManager manager =
        started(builder().reassessOn(tasks::add).whenRefusedLater(WhenRefusedLater.STOP));

    trust.set(revoked("alpha"));

    assertThat(told).isEmpty();
    tasks.forEach(Runnable::run);
    assertThat(told).hasSize(1);
    assertThat(state(manager, "alpha")).isEqualTo(PluginState.STOPPED);
  }

  @Test
  void executor_whenItTakesNothing_breaksNothing() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        started(
            builder()
                .reassessOn(
                    task -> {
                      throw new RejectedExecutionException();
                    }));

    trust.set(revoked("alpha"));

    assertThat(told).isEmpty();
    assertThat(state(manager, "alpha")).isEqualTo(PluginState.STARTED);
  }

  @Test
  void close_endsListening() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    List<Runnable> tasks = new ArrayList<>();
    VerifyingPluginManager manager = started(builder().reassessOn(tasks::add));
    trust.set(revoked("alpha"));

    manager.close();

    assertThat(trust.listeners()).isZero();
    tasks.forEach(Runnable::run);
    assertThat(told).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> manager.admission().reassess());
  }

  /** However trust, loading and closing meet: nothing fails, and no revocation goes untold. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void trustChangingWhileLoadingAndClosing_losesNothing() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").jar(host.plugins());
    TrustStore good = host.trust();
    TrustStore bad = revoked("alpha");
    for (int round = 0; round < 30; round++) {
      told.clear();
      trust.set(good);
      AtomicReference<Throwable> failure = new AtomicReference<>();
      CountDownLatch go = new CountDownLatch(1);
      boolean closing = round % 3 == 0;
      VerifyingPluginManager manager = builder().build();
      Thread changing =
          new Thread(
              () -> {
                try {
                  go.await();
                  trust.set(bad);
                } catch (InterruptedException | RuntimeException e) {
                  failure.set(e);
                }
              });
      changing.start();
      boolean loaded;
      go.countDown();
      try {
        manager.loadPlugin(alpha);
        loaded = true;
      } catch (PluginRejectedException e) {
        loaded = false;
      }
      if (closing) {
        manager.close();
      }
      changing.join();
      if (!closing) {
        assertThat(told).as("loaded: %s", loaded).hasSize(loaded ? 1 : 0);
      }
      manager.close();
      assertThat(failure.get()).isNull();
    }
  }

  private void tell(String id, Decision before, Decision now) {
    told.add(new Told(id, before, now));
  }

  private VerifyingPluginManager.Builder builder() {
    return host.builder().trust(trust).listener(this::tell);
  }

  private VerifyingPluginManager started(VerifyingPluginManager.Builder builder) {
    VerifyingPluginManager manager = host.opened(builder.build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private TrustStore revoked(String pluginId) {
    host.authority().revoke(host.author(pluginId).certificate().getSerialNumber(), Instant.now());
    return host.trust().toBuilder()
        .revocationList(host.authority().revocationList(Instant.now(), Duration.ofDays(7)))
        .build();
  }

  private static PluginState state(VerifyingPluginManager manager, String id) {
    return manager.getPlugin(id).getPluginState();
  }

  /** A host's own manager, in which something happens between PF4J's loading and its end. */
  private final class Host extends DefaultPluginManager implements AutoCloseable {
    private final PluginAdmission admission =
        PluginAdmission.builder()
            .trust(trust)
            .require(dev.signet.policy.SignatureRequirement.ALL)
            .listener(ReassessmentTest.this::tell)
            .build(this);
    private Runnable whileLoading = () -> {};

    Host(Path root) {
      super(root);
    }

    List<Path> scan() {
      return pluginRepository.getPluginPaths();
    }

    @Override
    protected PluginRepository createPluginRepository() {
      return PluginAdmission.repository(() -> admission);
    }

    @Override
    protected PluginWrapper loadPluginFromPath(Path path) {
      return admission.load(
          path,
          copy -> {
            PluginWrapper wrapper = super.loadPluginFromPath(copy);
            whileLoading.run();
            return wrapper;
          });
    }

    @Override
    public void close() {
      admission.close();
    }
  }
}
