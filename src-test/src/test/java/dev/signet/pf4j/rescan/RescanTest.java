package dev.signet.pf4j.rescan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.Decision;
import dev.signet.policy.ReleaseChannel;
import dev.signet.report.IntegrityListener;
import dev.signet.report.IntegrityReport;
import dev.signet.report.IntegrityResult;
import dev.signet.report.IntegrityState;
import dev.signet.report.ScanTarget;
import dev.signet.report.ScanTrigger;
import dev.signet.testkit.LoggedEvents;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.TrustSource;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.PluginState;

/** Looking again while a host runs: the findings of the next start, and nothing else happens. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
@Tag("pf4j")
class RescanTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path temp;
  private TestHost host;
  private final List<String> told = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() {
    host = new TestHost(temp);
  }

  @AfterEach
  void stop() throws Exception {
    host.close();
  }

  @Test
  void runningPlugin_whenItsSourceWasChanged_isReportedAndRunsOn() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").greeting("from alpha").folder(host.plugins());
    VerifyingPluginManager manager = started(host.builder().listener(new Telling()));
    told.clear();
    Path copy = manager.getPlugin("alpha").getPluginPath();

    Files.writeString(alpha.resolve("plugin.properties"), "# changed", StandardOpenOption.APPEND);
    rescan(manager);

    IntegrityState state = state(manager, alpha);
    assertThat(state.result().orElseThrow().word()).isEqualTo("modified");
    assertThat(state.result().orElseThrow().occasion()).isEqualTo(ScanTrigger.RESCAN);
    assertThat(state.running()).isTrue();
    assertThat(told).containsExactly("alpha ADMIT REFUSE running");
    assertThat(manager.getPlugin("alpha").getPluginState()).isEqualTo(PluginState.STARTED);
    assertThat(manager.getPlugin("alpha").getPluginPath()).isEqualTo(copy).exists();
    assertThat(TestHost.greetings(manager)).containsExactly("from alpha");
    assertThat(manager.refusals()).as("of loading").isEmpty();
  }

  /** At each further look the clock has gone on: nothing read early counts as read at the end. */
  @Test
  void results_whenTheRescanTakesLong_areAsOfWhenEachWasRead() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").folder(host.plugins());
    host.signed("beta", "1.0.0").folder(host.plugins());
    TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    VerifyingPluginManager manager = started(host.builder().clock(clock));
    Instant begun = clock.instant();

    clock.ticking(Duration.ofHours(1));
    rescan(manager);

    assertThat(state(manager, alpha).result().orElseThrow().scannedAt())
        .isBefore(begun.plus(Duration.ofHours(2)));
    assertThat(manager.report().lastRescan().orElseThrow())
        .isAfter(begun.plus(Duration.ofHours(2)));
  }

  @Test
  void file_whenRestored_isInOrderAgain() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").folder(host.plugins());
    Path file = alpha.resolve("plugin.properties");
    byte[] before = Files.readAllBytes(file);
    VerifyingPluginManager manager = started(host.builder());

    Files.write(file, new byte[] {'x'});
    rescan(manager);
    assertThat(manager.report().needingAttention()).hasSize(1);
    Files.write(file, before);
    rescan(manager);

    assertThat(manager.report().needingAttention()).isEmpty();
  }

  @Test
  void findings_areThoseOfTheNextStart() throws Exception {
    PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    Path base = host.signed("base", "1.0.0").folder(host.plugins());
    host.signed("user", "1.0.0").requires("base").jar(host.plugins());
    host.signed("twice", "1.0.0").zipAt(host.plugins().resolve("a.zip"));
    host.signed("twice", "2.0.0").zipAt(host.plugins().resolve("b.zip"));
    host.signed("packed", "1.0.0").zip(host.plugins());
    Trees.folder(host.plugins().resolve("packed"), Trees.files("readme.txt", "x"));
    Files.writeString(host.plugins().resolve("broken.zip"), "no archive");
    VerifyingPluginManager manager = started(host.builder());
    Files.delete(base.resolve("plugin.properties"));

    rescan(manager);
    Map<ScanTarget, Decision> rescanned = decisions(manager.report());
    manager.close();
    VerifyingPluginManager next = host.manager();
    next.loadPlugins();

    assertThat(rescanned).hasSize(8).isEqualTo(decisions(next.report()));
    assertThat(rescanned.get(ScanTarget.plugin(host.plugins().resolve("user.jar"))))
        .extracting(Decision::reasons)
        .isEqualTo(List.of(Reason.DEPENDENCY_REFUSED));
  }

  @Test
  void findings_whenTheChannelDoesNotEnforce_sayWhatStableWouldRefuse() {
    Path unsigned = PluginKit.plugin("unsigned", "1.0.0").zip(host.plugins());
    Path allowed = PluginKit.plugin("allowed", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        host.opened(
            host.builder().channel(new ReleaseChannel("beta")).allowUnsigned("allowed").build());
    manager.loadPlugins();

    for (int i = 0; i < 2; i++) {
      IntegrityResult seen = state(manager, unsigned).result().orElseThrow();
      assertThat(seen.action()).isEqualTo(Decision.Action.WARN);
      assertThat(seen.refusedOnStable()).isTrue();
      assertThat(state(manager, allowed).result().orElseThrow().refusedOnStable()).isFalse();
      assertThat(manager.report().host().channel().name()).isEqualTo("beta");
      rescan(manager);
    }
  }

  @Test
  void bundle_whenPutThereSinceTheStart_isNeverScannedThenAdmittedButNotLoaded() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started(host.builder());
    Path beta = host.signed("beta", "1.0.0").zip(host.plugins());

    assertThat(state(manager, beta).isNeverScanned()).isTrue();
    assertThat(manager.report().neverScanned()).hasSize(1);
    rescan(manager);

    assertThat(state(manager, beta).result().orElseThrow().action())
        .isEqualTo(Decision.Action.ADMIT);
    assertThat(state(manager, beta).running()).isFalse();
    assertThat(TestHost.ids(manager)).containsExactly("alpha");
    assertThat(host.sealed()).as("nothing is sealed").isDirectoryNotContaining("glob:**/beta*");
  }

  @Test
  void bundle_whenTakenAway_isForgotten() throws Exception {
    Path bad = PluginKit.plugin("bad", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started(host.builder());
    assertThat(manager.report().needingAttention()).hasSize(1);

    Files.delete(bad);

    assertThat(manager.report().states()).isEmpty();
    rescan(manager);
    assertThat(Files.readString(host.state().resolve("results.json"))).doesNotContain("bad.zip");
  }

  @Test
  void source_whenDeletedWhileItRuns_staysKnownWithAFailure() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = started(host.builder());
    Files.delete(alpha);

    rescan(manager);

    IntegrityState state = state(manager, alpha);
    assertThat(state.running()).isTrue();
    assertThat(state.failure()).isPresent();
    assertThat(state.result().orElseThrow().word()).isEqualTo("verified");
  }

  @Test
  void core_isScannedFirst() throws Exception {
    Path core = temp.resolve("host");
    Map<String, byte[]> files = new LinkedHashMap<>(Trees.files("lib/host.bin", "code"));
    Trees.folder(core, host.author("core").signed(files, "core/signature.json"));
    VerifyingPluginManager manager = host.opened(host.builder().core(core).build());
    assertThat(manager.report().states().get(0).result().orElseThrow().occasion())
        .isEqualTo(ScanTrigger.CHECK);

    Files.writeString(core.resolve("lib/host.bin"), "changed");
    assertThat(rescan(manager.admission().rescan("core")).total()).isEqualTo(1);

    IntegrityResult result = manager.report().states().get(0).result().orElseThrow();
    assertThat(result.id()).isEqualTo("core");
    assertThat(result.reasons()).containsExactly(Reason.INVALID_HASH);
    assertThat(result.action()).isEqualTo(Decision.Action.WARN);
    assertThat(result.refusedOnStable()).as("nothing stops the host").isFalse();
    assertThat(manager.admission().coreDecision()).contains(result.decision());
  }

  @Test
  void onePlugin_isScannedAloneAndJudgedWithTheOthers() throws Exception {
    Path base = host.signed("base", "1.0.0").folder(host.plugins());
    Path user = host.signed("user", "1.0.0").requires("base").folder(host.plugins());
    VerifyingPluginManager manager = started(host.builder());
    Files.writeString(base.resolve("more.txt"), "more");

    assertThat(rescan(manager.admission().rescan("base")).total()).isEqualTo(1);
    assertThat(state(manager, base).result().orElseThrow().reasons())
        .containsExactly(Reason.EXTRA_FILE);
    assertThat(state(manager, user).result().orElseThrow().occasion()).isEqualTo(ScanTrigger.LOAD);
    rescan(manager.admission().rescan(ScanTarget.plugin(user)));

    assertThat(state(manager, user).result().orElseThrow().reasons())
        .containsExactly(Reason.DEPENDENCY_REFUSED);
    assertThat(manager.report().lastRescan()).as("of everything").isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.admission().rescan("nobody"))
        .withMessageContaining("nobody");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> manager.admission().rescan(ScanTarget.plugin(temp)));
  }

  @Test
  void pluginFromElsewhere_isScannedToo() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path alpha = host.signed("alpha", "1.0.0").zip(elsewhere);
    VerifyingPluginManager manager = host.manager();
    manager.loadPlugin(alpha);

    assertThat(rescan(manager).total()).isEqualTo(1);

    assertThat(state(manager, alpha).result().orElseThrow().occasion())
        .isEqualTo(ScanTrigger.RESCAN);
  }

  @Test
  void results_whenRestarted_areThereBeforeAnythingIsScanned() {
    Path bad = PluginKit.plugin("bad", "1.0.0").zip(host.plugins());
    VerifyingPluginManager first = started(host.builder());
    rescan(first);
    IntegrityState before = state(first, bad);
    Optional<Instant> lastRescan = first.report().lastRescan();
    first.close();
    try (LoggedEvents log = new LoggedEvents(PluginAdmission.class, Level.WARN)) {
      VerifyingPluginManager second = host.manager();

      assertThat(state(second, bad)).isEqualTo(before);
      assertThat(second.report().lastRescan()).isPresent().isEqualTo(lastRescan);
      second.loadPlugins();
      rescan(second);

      assertThat(log.messages()).as("nothing has changed").isEmpty();
    }
  }

  @Test
  void results_whenDamaged_keepNobodyFromLoading() throws Exception {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    started(host.builder()).close();
    Files.writeString(host.state().resolve("results.json"), "damaged");

    VerifyingPluginManager manager = host.manager();
    assertThat(manager.report().problem()).isPresent();
    assertThat(manager.report().neverScanned()).hasSize(1);
    manager.loadPlugins();

    assertThat(TestHost.ids(manager)).containsExactly("alpha");
    assertThat(manager.report().neverScanned()).isEmpty();
  }

  @Test
  void scanThatFails_keepsTheResultBefore() {
    Path alpha = host.signed("alpha", "1.0.0").zip(host.plugins());
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager = started(host.builder().trust(trust).listener(new Telling()));
    IntegrityState before = state(manager, alpha);
    told.clear();

    trust.whileScanning =
        () -> {
          throw new IllegalStateException("a defect\nof the trust");
        };
    assertThat(rescan(manager).state()).isEqualTo(Rescan.State.DONE);

    IntegrityState after = state(manager, alpha);
    assertThat(after.result()).isEqualTo(before.result()).isPresent();
    assertThat(after.failure().orElseThrow().occasion()).isEqualTo(ScanTrigger.RESCAN);
    assertThat(after.failure().orElseThrow().cause()).contains("a defect");
    assertThat(told).containsExactly("alpha failed");
  }

  @Test
  void secondRescan_whenOneRuns_isTheSameAndShowsProgress() throws Exception {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    host.signed("beta", "1.0.0").zip(host.plugins());
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager = started(host.builder().trust(trust));
    trust.hold();

    Rescan first = manager.rescan();
    trust.reached.await();
    Rescan second = manager.rescan();

    assertThat(second).isSameAs(first);
    assertThat(manager.admission().rescan("beta")).isSameAs(first);
    assertThat(manager.admission().latestRescan()).containsSame(first);
    Rescan.Progress progress = first.progress();
    assertThat(progress.isRunning()).isTrue();
    assertThat(progress.done()).isZero();
    assertThat(progress.total()).isEqualTo(2);
    assertThat(progress.current()).endsWith(".zip");
    assertThat(progress.endedAt()).isEmpty();
    assertThat(first.await(Duration.ofMillis(1)).isRunning()).isTrue();
    trust.release();

    Rescan.Progress end = first.await(LONG);
    assertThat(end.state()).isEqualTo(Rescan.State.DONE);
    assertThat(end.done()).isEqualTo(2);
    assertThat(end.current()).isEmpty();
    assertThat(end.endedAt()).isPresent();
    assertThat(manager.rescan()).isNotSameAs(first);
  }

  @Test
  void cancel_stopsAfterTheCurrentTargetAndKeepsIt() throws Exception {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    host.signed("beta", "1.0.0").zip(host.plugins());
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager = started(host.builder().trust(trust));
    trust.hold();
    Rescan rescan = manager.rescan();
    trust.reached.await();

    rescan.cancel();
    trust.release();

    assertThat(rescan.await(LONG).state()).isEqualTo(Rescan.State.CANCELLED);
    assertThat(rescan.progress().done()).isEqualTo(1);
    assertThat(manager.report().states())
        .extracting(state -> state.result().orElseThrow().occasion())
        .containsExactlyInAnyOrder(ScanTrigger.RESCAN, ScanTrigger.LOAD);
    assertThat(manager.report().lastRescan()).isEmpty();
  }

  @Test
  void bundle_whenRefusedWhileARescanRuns_keepsItsResult() throws Exception {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager = started(host.builder().trust(trust));
    trust.hold();
    Rescan rescan = manager.rescan();
    trust.reached.await();
    Path bad = PluginKit.plugin("bad", "1.0.0").zip(host.plugins());
    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> manager.loadPlugin(bad));

    trust.release();

    assertThat(rescan(rescan).state()).isEqualTo(Rescan.State.DONE);
    assertThat(state(manager, bad).result().orElseThrow().word()).isEqualTo("unsigned");
  }

  @Test
  void error_whenItEndsARescan_isInTheLog() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager = started(host.builder().trust(trust));
    trust.whileScanning =
        () -> {
          throw new StackOverflowError("too deep");
        };
    try (LoggedEvents log = new LoggedEvents(PluginAdmission.class, Level.ERROR)) {
      assertThat(rescan(manager).state()).isEqualTo(Rescan.State.FAILED);
      assertThat(log.messages()).containsExactly("The rescan failed unexpectedly");
    }
    trust.whileScanning = () -> {};
    assertThat(rescan(manager).state()).isEqualTo(Rescan.State.DONE);
  }

  @Test
  void rescan_whenTheClockBreaksMeanwhile_endsAndStandsInNobodysWay() {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    AtomicBoolean broken = new AtomicBoolean();
    InstantSource time =
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("no time");
          }
          return Instant.now();
        };
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager =
        started(host.builder().trust(trust).clock(time.withZone(ZoneOffset.UTC)));
    trust.whileScanning = () -> broken.set(true);

    Rescan.Progress end = rescan(manager);
    broken.set(false);
    trust.whileScanning = () -> {};

    assertThat(end.state()).isEqualTo(Rescan.State.FAILED);
    assertThat(end.endedAt()).isPresent();
    assertThat(rescan(manager).state()).isEqualTo(Rescan.State.DONE);
  }

  @Test
  void close_cancelsAndLeavesNoThread() throws Exception {
    host.signed("alpha", "1.0.0").zip(host.plugins());
    host.signed("beta", "1.0.0").zip(host.plugins());
    Held trust = new Held(host.trust());
    VerifyingPluginManager manager =
        started(host.builder().trust(trust).rescanEvery(Duration.ofDays(1)));
    trust.hold();
    Rescan rescan = manager.rescan();
    trust.reached.await();
    Thread closing = new Thread(manager::close);

    closing.start();
    // It waits for other things before; only then has it cancelled.
    while (!waitsIn(closing, "dev.signet.pf4j.rescan.Rescans")) {
      Thread.sleep(5);
    }
    trust.release();
    closing.join();

    assertThat(rescan.progress().state()).isEqualTo(Rescan.State.CANCELLED);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.isAlive() && thread.getName().equals("signet-rescan"));
    assertThatIllegalStateException().isThrownBy(manager::rescan);
  }

  private static boolean waitsIn(Thread thread, String type) {
    return thread.getState() == Thread.State.TIMED_WAITING
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().equals(type) && frame.getMethodName().equals("close"));
  }

  @Test
  void schedule_scansAgainAndAgain() throws Exception {
    Path alpha = host.signed("alpha", "1.0.0").folder(host.plugins());
    VerifyingPluginManager manager = started(host.builder().rescanEvery(Duration.ofMillis(20)));
    Files.writeString(alpha.resolve("more.txt"), "more");

    while (manager.report().needingAttention().isEmpty()) {
      Thread.sleep(10);
    }
    Files.delete(alpha.resolve("more.txt"));
    while (!manager.report().needingAttention().isEmpty()) {
      Thread.sleep(10);
    }
  }

  @Test
  void schedule_whenRestartedOften_isStillKept() throws Exception {
    host.signed("alpha", "1.0.0").folder(host.plugins());
    TestClock clock = new TestClock(Instant.now());
    VerifyingPluginManager first = started(host.builder().clock(clock));
    rescan(first);
    first.close();

    Duration week = Duration.ofDays(7);
    assertThat(Rescans.firstWait(week, Optional.empty(), clock.instant())).isEqualTo(week);
    clock.set(clock.instant().plus(Duration.ofDays(6)));
    VerifyingPluginManager second = host.opened(host.builder().clock(clock).build());
    assertThat(Rescans.firstWait(week, second.report().lastRescan(), clock.instant()))
        .isBetween(Duration.ofHours(23), Duration.ofHours(25));
    assertThat(Rescans.firstWait(week, Optional.of(Instant.EPOCH), clock.instant()))
        .as("overdue, but not within the start")
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(Rescans.firstWait(week, Optional.of(Instant.MAX), clock.instant()))
        .as("a clock that went back")
        .isEqualTo(week);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> host.builder().rescanEvery(Duration.ZERO));
  }

  private Rescan.Progress rescan(VerifyingPluginManager manager) {
    return rescan(manager.rescan());
  }

  private static Rescan.Progress rescan(Rescan rescan) {
    try {
      Rescan.Progress end = rescan.await(LONG);
      assertThat(end.isRunning()).isFalse();
      return end;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private VerifyingPluginManager started(VerifyingPluginManager.Builder builder) {
    VerifyingPluginManager manager = host.opened(builder.build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private static IntegrityState state(VerifyingPluginManager manager, Path source) {
    return manager.report().find(ScanTarget.plugin(source).key()).orElseThrow();
  }

  private static Map<ScanTarget, Decision> decisions(IntegrityReport report) {
    Map<ScanTarget, Decision> decisions = new LinkedHashMap<>();
    report
        .states()
        .forEach(state -> decisions.put(state.target(), state.result().orElseThrow().decision()));
    return decisions;
  }

  /** Trust that a test can hold up, or break, while it is asked by a rescan. */
  private static final class Held implements TrustSource {
    private final TrustStore store;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private volatile Runnable whileScanning = () -> {};

    Held(TrustStore store) {
      this.store = store;
    }

    void hold() {
      whileScanning =
          () -> {
            reached.countDown();
            try {
              free.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          };
    }

    void release() {
      free.countDown();
    }

    @Override
    public TrustStore current() {
      if (Thread.currentThread().getName().equals("signet-rescan")) {
        whileScanning.run();
      }
      return store;
    }

    @Override
    public Subscription onChange(Runnable listener) {
      return () -> {};
    }
  }

  private final class Telling implements IntegrityListener {
    @Override
    public void decisionChanged(String pluginId, Decision before, Decision now) {
      told.add(pluginId + " of what is loaded");
    }

    @Override
    public void resultChanged(Optional<IntegrityResult> before, IntegrityState now) {
      told.add(
          now.name()
              + " "
              + before.map(result -> result.action().name()).orElse("none")
              + " "
              + now.result().orElseThrow().action()
              + (now.running() ? " running" : ""));
    }

    @Override
    public void scanFailed(IntegrityState now) {
      told.add(now.name() + " failed");
    }
  }
}
