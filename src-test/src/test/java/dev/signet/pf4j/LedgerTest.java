package dev.signet.pf4j;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.admit.FileSigningLedger;
import dev.signet.pf4j.load.PluginRejectedException;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignatureRequirement;
import dev.signet.policy.SigningLedger;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trace;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host remembers of its plugins from one start to the next. */
class LedgerTest {
  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() throws Exception {
    host.close();
  }

  @Test
  void signatureDroppedInAnUpdate_isRefusedAfterARestart() {
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Path unsigned = replace(PluginKit.plugin("plugin", "1.1.0"));
    Trace.clear();

    for (UnaryOperator<VerifyingPluginManager.Builder> options :
        List.<UnaryOperator<VerifyingPluginManager.Builder>>of(
            builder -> builder,
            builder -> builder.require(SignatureRequirement.FEATURED),
            builder -> builder.allowUnsigned("plugin"))) {
      VerifyingPluginManager manager = start(options);
      assertThat(ids(manager)).isEmpty();
      assertThat(reasons(decision(manager, unsigned))).contains(Reason.SIGNATURE_DROPPED);
      manager.close();
    }
    assertThat(Trace.of("plugin")).isEmpty();
  }

  @Test
  void signatureDropped_whenForgottenOnPurpose_isAdmitted() throws LedgerException {
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    replace(PluginKit.plugin("plugin", "1.1.0"));
    VerifyingPluginManager manager = start(builder -> builder.allowUnsigned("plugin"));
    assertThat(ids(manager)).isEmpty();

    assertThat(manager.admission().ledger().forget("plugin")).isTrue();
    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("plugin");
  }

  @Test
  void signatureDropped_isReportedOffStable() {
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Path unsigned = replace(PluginKit.plugin("plugin", "1.1.0"));

    VerifyingPluginManager manager = start(builder -> builder.channel(new ReleaseChannel("beta")));

    assertThat(ids(manager)).containsExactly("plugin");
    assertThat(reasons(decision(manager, unsigned))).contains(Reason.SIGNATURE_DROPPED);
  }

  @Test
  void unsignedPlugin_cannotTakeTheIdOfADeletedSignedOne() throws LedgerException {
    host.signed("base", "1.0.0").zip(host.plugins());
    host.signed("user", "1.0.0").requires("base").zip(host.plugins());
    VerifyingPluginManager manager = start(builder -> builder.allowUnsigned("base"));
    assertThat(manager.deletePlugin("user")).isTrue();
    assertThat(manager.deletePlugin("base")).isTrue();
    assertThat(manager.admission().ledger().entries())
        .extracting(LedgerEntry::id)
        .containsExactly("base", "user");
    manager.close();
    Path squatter = PluginKit.plugin("base", "99.0.0").zip(host.plugins());
    Path user = host.signed("user", "1.0.0").requires("base").zip(host.plugins());

    VerifyingPluginManager later = start(builder -> builder.allowUnsigned("base"));

    assertThat(ids(later)).isEmpty();
    assertThat(reasons(decision(later, squatter))).contains(Reason.SIGNATURE_DROPPED);
    assertThat(reasons(decision(later, user))).containsExactly(Reason.DEPENDENCY_REFUSED);
  }

  @Test
  void unsignedHighVersionOnBeta_doesNotSpoilTheSignedOnes() {
    UnaryOperator<VerifyingPluginManager.Builder> beta =
        builder -> builder.channel(new ReleaseChannel("beta"));
    startWith(host.signed("plugin", "1.0.0"), beta).close();
    replace(PluginKit.plugin("plugin", "99.0"));
    start(beta).close();
    Path signed = replace(host.signed("plugin", "1.1.0"));

    VerifyingPluginManager manager = start(builder -> builder.downgrades(HistoryRule.REFUSE));

    assertThat(decision(manager, signed).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void downgrade_isReportedAndRefusedWhereTheHostWantsIt() {
    startWith(host.signed("plugin", "2.0.0"), builder -> builder).close();
    Path lower = replace(host.signed("plugin", "1.0.0"));

    VerifyingPluginManager warning = start(builder -> builder);
    assertThat(ids(warning)).containsExactly("plugin");
    assertThat(decision(warning, lower).action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision(warning, lower))).containsExactly(Reason.DOWNGRADE);
    warning.close();

    VerifyingPluginManager refusing = start(builder -> builder.downgrades(HistoryRule.REFUSE));
    assertThat(ids(refusing)).isEmpty();
    assertThat(reasons(decision(refusing, lower))).containsExactly(Reason.DOWNGRADE);
    refusing.close();

    VerifyingPluginManager allowing = start(builder -> builder.downgrades(HistoryRule.ALLOW));
    assertThat(decision(allowing, lower).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void versions_whenPf4jCannotParseThem_areComparedAllTheSame() {
    startWith(host.signed("plugin", "v1.10"), builder -> builder).close();
    Path higher = replace(host.signed("plugin", "v1.11"));
    VerifyingPluginManager manager = start(builder -> builder);
    assertThat(decision(manager, higher).action()).isEqualTo(Action.ADMIT);
    manager.close();

    Path lower = replace(host.signed("plugin", "v1.9"));

    assertThat(reasons(decision(start(builder -> builder), lower)))
        .containsExactly(Reason.DOWNGRADE);
  }

  @Test
  void olderDuplicateOfTheFirstStart_isNoDowngrade() throws LedgerException {
    Path older = host.signed("plugin", "1.0.0").zipAt(host.plugins().resolve("a.zip"));
    host.signed("plugin", "2.0.0").zipAt(host.plugins().resolve("b.zip"));

    VerifyingPluginManager manager = start(builder -> builder.downgrades(HistoryRule.REFUSE));

    assertThat(reasons(decision(manager, older))).containsExactly(Reason.DUPLICATE_ID);
    assertThat(manager.admission().ledger().find("plugin").orElseThrow().firstVersion())
        .isEqualTo("2.0.0");
  }

  @Test
  void plugin_whenItIsNotLoadedForAnotherOnesSake_isNotRecorded() throws LedgerException {
    PluginKit.plugin("base", "1.0.0").zip(host.plugins());
    host.signed("user", "9.0.0").requires("base").zip(host.plugins());

    VerifyingPluginManager manager = start(builder -> builder);

    assertThat(ids(manager)).isEmpty();
    assertThat(manager.admission().ledger().entries()).isEmpty();
  }

  @Test
  void singleLoad_isRecordedBeforeAndJudgedByTheLedger() throws LedgerException {
    VerifyingPluginManager manager = start(builder -> builder.allowUnsigned("plugin"));
    Path signed = host.signed("plugin", "1.0.0").zip(folder.resolve("elsewhere"));
    manager.loadPlugin(signed);
    assertThat(manager.admission().ledger().find("plugin")).isPresent();
    manager.unloadPlugin("plugin");

    Path unsigned = PluginKit.plugin("plugin", "1.1.0").zip(folder.resolve("unsigned"));

    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> manager.loadPlugin(unsigned))
        .withMessageContaining("was signed in version 1.0.0");
  }

  @Test
  void damagedLedger_refusesEverythingUntilItIsReset() throws Exception {
    Path plugin = host.plugins().resolve("plugin.zip");
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Files.writeString(ledgerFile(), "damaged", UTF_8);
    Trace.clear();

    VerifyingPluginManager manager = start(builder -> builder);
    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, plugin))).containsExactly(Reason.STATE_UNAVAILABLE);
    assertThat(decision(manager, plugin).explanation())
        .contains(ledgerFile().toString(), "reset the ledger on purpose");
    assertThat(Trace.of("plugin")).isEmpty();

    manager.admission().ledger().reset();
    manager.loadPlugins();
    assertThat(ids(manager)).containsExactly("plugin");
    assertThat(decision(manager, plugin).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void deletedLedger_isMissedAndOffStableReported() throws IOException {
    Path plugin = host.plugins().resolve("plugin.zip");
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Files.delete(ledgerFile());

    VerifyingPluginManager stable = start(builder -> builder);
    assertThat(ids(stable)).isEmpty();
    stable.close();

    VerifyingPluginManager beta = start(builder -> builder.channel(new ReleaseChannel("beta")));
    assertThat(ids(beta)).containsExactly("plugin");
    assertThat(reasons(decision(beta, plugin))).contains(Reason.STATE_UNAVAILABLE);
  }

  @Test
  void ledgerDeletedWithItsMark_isMissedWhileAnythingElseIsThereUntilItIsReset() throws Exception {
    Path plugin = host.plugins().resolve("plugin.zip");
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Files.delete(ledgerFile());
    Files.delete(host.state().resolve("instance"));

    for (String start : List.of("first", "second")) {
      VerifyingPluginManager stable = start(builder -> builder);
      assertThat(ids(stable)).as(start).isEmpty();
      assertThat(reasons(decision(stable, plugin))).containsExactly(Reason.STATE_UNAVAILABLE);
      assertThat(decision(stable, plugin).explanation()).contains("used this folder before");
      stable.close();
    }

    VerifyingPluginManager manager = start(builder -> builder);
    manager.admission().ledger().reset();
    manager.loadPlugins();
    assertThat(ids(manager)).containsExactly("plugin");
  }

  @Test
  void sealedCopiesWithoutTheirIndex_showThatALedgerIsMissing() throws Exception {
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    for (String name : List.of("ledger.json", "instance", "index")) {
      Files.delete(host.state().resolve(name));
    }

    assertThat(ids(start(builder -> builder))).isEmpty();
  }

  @Test
  void sealedCopiesAndIndex_mayBeDeletedWhileTheHostIsDown() throws Exception {
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Files.move(host.sealed(), folder.resolve("deleted"));
    Files.delete(host.state().resolve("index"));

    VerifyingPluginManager manager = start(builder -> builder);

    assertThat(ids(manager)).containsExactly("plugin");
    assertThat(manager.admission().ledger().find("plugin")).isPresent();
  }

  @Test
  void ledger_whenItCannotBeWritten_refusesWhatIsNewAndLoadsWhatIsKnown() throws IOException {
    startWith(host.signed("known", "1.0.0"), builder -> builder).close();
    Path fresh = host.signed("fresh", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager = host.opened(host.builder().build());
    Files.delete(ledgerFile());
    Files.createDirectories(ledgerFile().resolve("in the way"));

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("known");
    assertThat(reasons(decision(manager, fresh))).containsExactly(Reason.STATE_UNAVAILABLE);
    Files.delete(ledgerFile().resolve("in the way"));
    Files.delete(ledgerFile());
  }

  @Test
  void start_whenItChangesNothing_writesNothing() throws IOException {
    startWith(host.signed("plugin", "1.0.0"), builder -> builder).close();
    Object before = Files.getAttribute(ledgerFile(), "unix:ctime");

    start(builder -> builder).close();

    assertThat(Files.getAttribute(ledgerFile(), "unix:ctime")).isEqualTo(before);
  }

  @Test
  void clock_whenItWentBack_isReportedOnEachDecision() {
    host.signed("one", "1.0.0").zip(host.plugins());
    Path unsigned = PluginKit.plugin("two", "1.0.0").zip(host.plugins());
    Instant now = Instant.now();
    start(builder -> builder).close();

    Clock behind = Clock.fixed(now.minus(Duration.ofHours(1)), ZoneOffset.UTC);
    VerifyingPluginManager manager = start(builder -> builder.clock(behind));

    assertThat(ids(manager)).containsExactly("one");
    assertThat(manager.decisions().values())
        .hasSize(2)
        .allSatisfy(decision -> assertThat(reasons(decision)).contains(Reason.CLOCK_WENT_BACK));
    assertThat(decision(manager, unsigned).isAdmitted()).isFalse();
    List<Decision> before = List.copyOf(manager.decisions().values());
    manager.loadPlugins();
    assertThat(manager.decisions().values()).containsExactlyElementsOf(before);
  }

  /** At each further look, the certificates would have run out. */
  @Test
  void scanOrSingleLoad_whenTheClockJumpsMeanwhile_isOfOneInstant() throws LedgerException {
    host.signed("one", "1.0.0").zip(host.plugins());
    host.signed("two", "1.0.0").jar(host.plugins());
    Path elsewhere = host.signed("three", "1.0.0").folder(folder.resolve("elsewhere"));
    TestClock clock = new TestClock(Instant.now());
    Instant scanned = clock.now().truncatedTo(ChronoUnit.SECONDS);
    VerifyingPluginManager manager = host.opened(host.builder().clock(clock).build());
    clock.ticking(Duration.ofDays(400));

    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("one", "two");
    assertThat(manager.admission().ledger().entries())
        .extracting(LedgerEntry::lastAt)
        .containsExactly(scanned, scanned);

    clock.set(scanned.plusSeconds(60));
    manager.loadPlugin(elsewhere);

    assertThat(ids(manager)).contains("three");
    assertThat(manager.admission().ledger().latestInstant()).contains(scanned.plusSeconds(60));
  }

  @Test
  void secondLedgerOnTheSameStateDirectory_isRefusedWhileTheHostRuns() {
    VerifyingPluginManager manager = start(builder -> builder);

    assertThatIllegalStateException()
        .isThrownBy(() -> FileSigningLedger.open(host.state(), List.of()))
        .withMessageContaining("in use");

    manager.close();
    FileSigningLedger.open(host.state(), List.of()).close();
  }

  @Test
  void ledgerInUseElsewhere_keepsTheHostFromStartingAndLeavesNoLock() {
    FileSigningLedger other = FileSigningLedger.open(host.state(), List.of());
    assertThatIllegalStateException()
        .isThrownBy(() -> host.builder().build())
        .withMessageContaining("in use");
    other.close();

    assertThat(start(builder -> builder).getPlugins()).isEmpty();
  }

  @Test
  void ledgerOfTheHostsOwn_isAskedAndLeftOpen() throws LedgerException {
    SigningLedger own = SigningLedger.inMemory();
    startWith(host.signed("plugin", "1.0.0"), builder -> builder.ledger(own)).close();
    assertThat(own.find("plugin")).isPresent();
    assertThat(ledgerFile()).doesNotExist();
    replace(PluginKit.plugin("plugin", "1.0.0"));

    VerifyingPluginManager manager =
        start(builder -> builder.ledger(own).require(SignatureRequirement.FEATURED));

    assertThat(ids(manager)).isEmpty();
    assertThat(manager.admission().ledger()).isSameAs(own);
  }

  @Test
  void hostWithoutAStateDirectory_remembersWhileItRuns() throws LedgerException {
    host.signed("plugin", "1.0.0").zip(host.plugins());
    VerifyingPluginManager manager =
        host.opened(
            VerifyingPluginManager.builder(host.plugins())
                .trust(host.trust())
                .require(SignatureRequirement.FEATURED)
                .build());
    manager.loadPlugins();
    assertThat(manager.admission().ledger().find("plugin")).isPresent();
    manager.unloadPlugin("plugin");
    Path unsigned = replace(PluginKit.plugin("plugin", "1.0.0"));

    manager.loadPlugins();

    assertThat(ids(manager)).isEmpty();
    assertThat(reasons(decision(manager, unsigned))).contains(Reason.SIGNATURE_DROPPED);
  }

  @Test
  void signedPluginLoadedByItself_whenItNeedsAnUnsignedOne_isReportedOrRefused() {
    PluginKit.plugin("base", "1.0.0").zip(host.plugins());
    Path user = host.signed("user", "1.0.0").requires("base").zip(folder.resolve("elsewhere"));
    VerifyingPluginManager reporting = start(builder -> builder.allowUnsigned("base"));
    reporting.loadPlugin(user);
    assertThat(decision(reporting, user).action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision(reporting, user))).containsExactly(Reason.LESS_TRUSTED_DEPENDENCY);
    reporting.close();

    VerifyingPluginManager refusing =
        start(builder -> builder.allowUnsigned("base").refuseLessTrustedDependencies());

    assertThatExceptionOfType(PluginRejectedException.class)
        .isThrownBy(() -> refusing.loadPlugin(user))
        .withMessageContaining("needs 'base', which is unsigned");
    assertThat(ids(refusing)).containsExactly("base");
  }

  private VerifyingPluginManager start(UnaryOperator<VerifyingPluginManager.Builder> options) {
    VerifyingPluginManager manager = host.opened(options.apply(host.builder()).build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private VerifyingPluginManager startWith(
      PluginKit plugin, UnaryOperator<VerifyingPluginManager.Builder> options) {
    plugin.zip(host.plugins());
    VerifyingPluginManager manager = start(options);
    assertThat(manager.getPlugins()).hasSize(1);
    return manager;
  }

  private Path replace(PluginKit plugin) {
    try {
      Files.delete(host.plugins().resolve("plugin.zip"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return plugin.zip(host.plugins());
  }

  private Path ledgerFile() {
    return host.state().resolve("ledger.json");
  }
}
