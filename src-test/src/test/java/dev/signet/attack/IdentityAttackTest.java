package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.greetings;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.LedgerEntry;
import dev.signet.policy.LedgerException;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.VersionOrder;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.KeyRules;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else's key under a good certificate, and other bytes under an old version. */
class IdentityAttackTest {
  private static final UnaryOperator<VerifyingPluginManager.Builder> DEFAULT =
      UnaryOperator.identity();

  @TempDir Path folder;
  private TestHost host;
  private PluginAuthor thief;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
    thief = PluginAuthor.of("clock", host.authority());
    put(clock("1.0.0"));
    start(DEFAULT).close();
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  private PluginKit clock(String version) {
    return host.signed("clock", version).greeting(version);
  }

  private PluginKit stolen(String version) {
    return clock(version).signedBy(thief);
  }

  private Path put(PluginKit plugin) {
    try {
      Files.deleteIfExists(host.plugins().resolve("clock.zip"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return plugin.zip(host.plugins());
  }

  private VerifyingPluginManager start(UnaryOperator<VerifyingPluginManager.Builder> options) {
    VerifyingPluginManager manager = host.opened(options.apply(host.builder()).build());
    manager.loadPlugins();
    manager.startPlugins();
    return manager;
  }

  private void assertStart(Path plugin, Action action, Reason... reasons) {
    assertStart(DEFAULT, plugin, action, reasons);
  }

  private void assertStart(
      UnaryOperator<VerifyingPluginManager.Builder> options,
      Path plugin,
      Action action,
      Reason... reasons) {
    VerifyingPluginManager manager = start(options);
    assertThat(reasons(decision(manager, plugin))).containsExactlyInAnyOrder(reasons);
    assertThat(decision(manager, plugin).action()).isEqualTo(action);
    assertThat(ids(manager)).hasSize(action == Action.REFUSE ? 0 : 1);
    manager.close();
  }

  private static void confirm(VerifyingPluginManager manager, Path plugin) {
    SignedRelease release = SignedRelease.of(decision(manager, plugin).verdict()).orElseThrow();
    try {
      assertThat(manager.admission().ledger().confirm(release, VersionOrder.semantic())).isTrue();
    } catch (LedgerException e) {
      throw new AssertionError(e);
    }
  }

  private LedgerEntry entry() throws LedgerException {
    VerifyingPluginManager manager = host.manager();
    LedgerEntry entry = manager.admission().ledger().find("clock").orElseThrow();
    manager.close();
    return entry;
  }

  @Test
  void keyOfASecondCertificateForTheName_isReportedAtEachStartUntilItIsConfirmed() {
    Path plugin = put(stolen("1.1.0"));
    for (int start = 0; start < 3; start++) {
      assertStart(plugin, Action.WARN, Reason.KEY_CHANGED);
    }
    VerifyingPluginManager manager = start(DEFAULT);
    confirm(manager, plugin);
    manager.admission().reassess();
    assertThat(reasons(decision(manager, plugin))).isEmpty();
    manager.close();

    assertStart(plugin, Action.ADMIT);
    assertStart(put(clock("1.2.0")), Action.ADMIT);
    assertStart(put(stolen("1.3.0")), Action.ADMIT);
  }

  @Test
  void newKey_isRefusedOrAllowedWhereTheHostWantsIt() {
    Path plugin = put(stolen("1.1.0"));

    assertStart(
        builder -> builder.newKeys(HistoryRule.REFUSE), plugin, Action.REFUSE, Reason.KEY_CHANGED);
    assertStart(builder -> builder.newKeys(HistoryRule.ALLOW), plugin, Action.ADMIT);
    assertStart(
        builder -> builder.newKeys(HistoryRule.REFUSE).channel(new ReleaseChannel("beta")),
        plugin,
        Action.WARN,
        Reason.KEY_CHANGED);
  }

  @Test
  void pluginRefusedForItsKey_loadsInTheSameRunOnceItIsConfirmed() {
    Path plugin = put(stolen("1.1.0"));
    VerifyingPluginManager manager = start(builder -> builder.newKeys(HistoryRule.REFUSE));
    assertThat(ids(manager)).isEmpty();

    confirm(manager, plugin);
    manager.loadPlugins();

    assertThat(ids(manager)).containsExactly("clock");
    assertThat(reasons(decision(manager, plugin))).isEmpty();
  }

  @Test
  void certificate_whenRenewedForTheSameKey_isNothingNew() {
    PluginAuthor renewed = host.author("clock").renewed("clock", host.authority());

    assertStart(
        builder -> builder.newKeys(HistoryRule.REFUSE),
        put(clock("1.1.0").signedBy(renewed)),
        Action.ADMIT);
  }

  @Test
  void releaseWithOtherFilesUnderItsVersion_isReportedAtEachStartUntilItIsConfirmed() {
    Path plugin = put(clock("1.0.0").file("more.txt", new byte[1]));
    for (int start = 0; start < 3; start++) {
      assertStart(plugin, Action.WARN, Reason.RELEASE_CHANGED);
    }
    assertStart(
        builder -> builder.changedReleases(HistoryRule.REFUSE),
        plugin,
        Action.REFUSE,
        Reason.RELEASE_CHANGED);
    VerifyingPluginManager manager = start(DEFAULT);
    confirm(manager, plugin);
    manager.close();

    assertStart(plugin, Action.ADMIT);
    assertStart(put(clock("1.0.0")), Action.WARN, Reason.RELEASE_CHANGED);
  }

  @Test
  void releaseSignedAgainWithTheSameFiles_isTheSame() {
    UnaryOperator<VerifyingPluginManager.Builder> strict =
        builder -> builder.changedReleases(HistoryRule.REFUSE).newKeys(HistoryRule.REFUSE);
    PluginAuthor renewed = host.author("clock").renewed("clock", host.authority());

    assertStart(strict, put(clock("1.0.0")), Action.ADMIT);
    assertStart(strict, put(clock("1.0.0").signedBy(renewed)), Action.ADMIT);
  }

  @Test
  void sameFiles_whenInAFolderOrAZip_areTheSameRelease() throws IOException {
    Files.delete(host.plugins().resolve("clock.zip"));

    assertStart(
        builder -> builder.changedReleases(HistoryRule.REFUSE),
        clock("1.0.0").folder(host.plugins()),
        Action.ADMIT);
  }

  @Test
  void fileTheHostPutsUpWith_isNoPartOfTheRelease() throws IOException {
    UnaryOperator<VerifyingPluginManager.Builder> strict =
        builder -> builder.changedReleases(HistoryRule.REFUSE).exclude("clock", "local/**");
    Files.delete(host.plugins().resolve("clock.zip"));
    Path plugin = clock("2.0.0").file("local/a", new byte[1]).folder(host.plugins());
    assertStart(strict, plugin, Action.ADMIT);

    for (String content : List.of("changed", "changed again")) {
      Files.writeString(plugin.resolve("local/a"), content, UTF_8);
      VerifyingPluginManager manager = start(strict);
      assertThat(decision(manager, plugin).isAdmitted()).isTrue();
      assertThat(reasons(decision(manager, plugin))).doesNotContain(Reason.RELEASE_CHANGED);
      manager.close();
    }
  }

  @Test
  void keyAndFiles_whenBothAreOthers_areBothTold() {
    assertStart(
        put(stolen("1.0.0").file("more.txt", new byte[1])),
        Action.WARN,
        Reason.KEY_CHANGED,
        Reason.RELEASE_CHANGED);
  }

  /** A start from an unchanged source and its sealed copy judges nothing but the ledger anew. */
  @Test
  void ledger_whenItForgetsAKey_countsAtAWarmStartToo() throws LedgerException {
    VerifyingPluginManager manager = start(DEFAULT);
    Path plugin = host.plugins().resolve("clock.zip");
    SignedRelease known = SignedRelease.of(decision(manager, plugin).verdict()).orElseThrow();
    manager.admission().ledger().forget("clock");
    manager
        .admission()
        .ledger()
        .record(
            List.of(new SignedRelease("clock", "1.0.0", "ab".repeat(32), "12".repeat(64))),
            Instant.now(),
            VersionOrder.semantic());
    manager.close();

    assertStart(plugin, Action.WARN, Reason.KEY_CHANGED, Reason.RELEASE_CHANGED);
    manager = start(DEFAULT);
    manager.admission().ledger().confirm(known, VersionOrder.semantic());
    manager.close();

    assertStart(plugin, Action.ADMIT);
  }

  @Test
  void bundles_whenUnsignedModifiedOrRefused_leaveKeysAndReleasesAlone() throws Exception {
    Map<String, String> releases = entry().releases();
    List<String> keys = entry().keys();
    PluginAuthor stranger = PluginAuthor.of("clock", PluginAuthor.authority("Other Root"));
    PluginAuthor wrongScope = PluginAuthor.of("disk", host.authority());
    Map<String, byte[]> modified = stolen("5.0.0").folderFiles();
    modified.put("more.txt", new byte[1]);
    for (String channel : List.of("stable", "beta")) {
      UnaryOperator<VerifyingPluginManager.Builder> options =
          builder -> builder.channel(new ReleaseChannel(channel));
      put(PluginKit.plugin("clock", "2.0.0"));
      start(options).close();
      put(clock("3.0.0").signedBy(stranger));
      start(options).close();
      put(clock("4.0.0").signedBy(wrongScope));
      start(options).close();
      Files.delete(host.plugins().resolve("clock.zip"));
      Trees.archive(host.plugins().resolve("clock.zip"), modified);
      start(options).close();
    }

    assertThat(entry().keys()).isEqualTo(keys);
    assertThat(entry().releases()).isEqualTo(releases);
  }

  @Test
  void releaseOfANewKey_whenRefusedForItsNeeds_leavesKeysAlone() throws LedgerException {
    LedgerEntry before = entry();

    assertStart(put(stolen("1.1.0").requires("missing")), Action.REFUSE, Reason.DEPENDENCY_UNMET);

    assertThat(entry()).isEqualTo(before);
  }

  @Test
  void releaseOfANewKey_takesNoVersionFromTheAuthor() throws LedgerException {
    assertStart(put(stolen("1.1.0")), Action.WARN, Reason.KEY_CHANGED);
    assertThat(entry().releases()).containsOnlyKeys("1.0.0");

    assertStart(put(clock("1.1.0").file("more.txt", new byte[1])), Action.ADMIT);
    assertThat(entry().releases()).containsOnlyKeys("1.0.0", "1.1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.0", "9.9.9", "1000000.0.0"})
  void releaseOfANewKey_doesNotMakeTheAuthorsNextOneALowerVersion(String stolen)
      throws LedgerException {
    assertStart(put(stolen(stolen)), Action.WARN, Reason.KEY_CHANGED);
    assertThat(entry().highestVersion()).isEqualTo("1.0.0");

    assertStart(
        builder -> builder.downgrades(HistoryRule.REFUSE), put(clock("1.0.1")), Action.ADMIT);
    assertThat(entry().highestVersion()).isEqualTo("1.0.1");
  }

  @Test
  void confirmedRelease_isTheHighestFromThenOn() throws LedgerException {
    Path plugin = put(stolen("2.0.0"));
    VerifyingPluginManager manager = start(DEFAULT);
    confirm(manager, plugin);
    manager.close();

    assertThat(entry().highestVersion()).isEqualTo("2.0.0");
    assertStart(put(clock("1.5.0")), Action.WARN, Reason.DOWNGRADE);
  }

  /** A plugin that has never been loaded is in no ledger: what lies there tells its key. */
  @ParameterizedTest
  @EnumSource
  void update_whenWhatIsInstalledWasNeverLoaded_isJudgedByIt(HistoryRule rule)
      throws LedgerException {
    Path state = folder.resolve("new state");
    VerifyingPluginManager manager =
        host.opened(
            host.builder().stateDirectory(state).newKeys(rule).changedReleases(rule).build());
    PluginKit changed = stolen("1.0.0").file("more.txt", new byte[1]);
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    if (rule != HistoryRule.ALLOW) {
      assertRefused(update(manager, changed, false), Reason.KEY_CHANGED, Reason.RELEASE_CHANGED);
      assertThat(
              reasons(
                  installer
                      .preview(InstallRequest.of(stolen("1.1.0").zip(folder.resolve("other"))))
                      .decision()))
          .containsExactly(Reason.KEY_CHANGED);
      assertThat(manager.admission().ledger().entries()).isEmpty();
    }

    assertThat(update(manager, changed, rule != HistoryRule.ALLOW).isDone()).isTrue();

    assertThat(manager.admission().ledger().find("clock").orElseThrow().keys())
        .containsExactly(KeyRules.id(thief.certificate().getPublicKey()));
    assertThat(manager.refusals()).isEmpty();
  }

  @Test
  void update_whenWhatIsInstalledWasNeverLoadedAndTheKeyIsTheSame_needsNoConfirmation() {
    VerifyingPluginManager manager =
        host.opened(host.builder().stateDirectory(folder.resolve("new state")).build());

    assertThat(update(manager, clock("1.1.0"), false).isDone()).isTrue();
  }

  @Test
  void keys_whenTheyAlternateUnconfirmed_areTheAuthorsOnly() throws LedgerException {
    for (int i = 1; i < 4; i++) {
      assertStart(put(stolen("1." + i + ".0")), Action.WARN, Reason.KEY_CHANGED);
      assertStart(put(clock("1." + i + ".1")), Action.ADMIT);
    }
    assertThat(entry().keys()).hasSize(1);
  }

  @Test
  void clock_whenItGoesBack_changesNothing() throws LedgerException {
    Clock behind = Clock.fixed(Instant.now().minus(Duration.ofDays(2)), ZoneOffset.UTC);

    assertStart(
        builder -> builder.clock(behind),
        put(stolen("1.1.0")),
        Action.WARN,
        Reason.KEY_CHANGED,
        Reason.CLOCK_WENT_BACK);
    assertThat(entry().keys()).hasSize(1);
  }

  @Test
  void host_whenItSeesThePluginForTheFirstTime_knowsOnlyThatKey() {
    put(stolen("1.1.0"));
    Path state = folder.resolve("other state");

    for (int start = 0; start < 2; start++) {
      assertStart(
          builder -> builder.stateDirectory(state),
          host.plugins().resolve("clock.zip"),
          Action.ADMIT);
    }
    assertStart(
        builder -> builder.stateDirectory(state),
        put(clock("1.2.0")),
        Action.WARN,
        Reason.KEY_CHANGED);
  }

  private InstallResult update(VerifyingPluginManager manager, PluginKit kit, boolean confirmed) {
    InstallRequest request = InstallRequest.of(kit.zip(folder.resolve("downloads")));
    return SignedPluginInstaller.of(manager)
        .update(confirmed ? request.confirmingChanges() : request);
  }

  private static void assertRefused(InstallResult result, Reason... reasons) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(reasons(refused.decision())).containsExactlyInAnyOrder(reasons));
  }

  @ParameterizedTest
  @EnumSource(
      value = HistoryRule.class,
      names = {"WARN", "REFUSE"})
  void update_whenByANewKey_isRefusedUntilItIsConfirmedAndThenQuiet(HistoryRule rule)
      throws LedgerException {
    VerifyingPluginManager manager = start(builder -> builder.newKeys(rule));
    assertRefused(update(manager, stolen("1.1.0"), false), Reason.KEY_CHANGED);
    assertThat(manager.admission().ledger().find("clock").orElseThrow().keys()).hasSize(1);
    assertThat(greetings(manager)).containsExactly("1.0.0");

    assertThat(update(manager, stolen("1.1.0"), true).isDone()).isTrue();

    assertThat(greetings(manager)).containsExactly("1.1.0");
    assertThat(manager.refusals()).isEmpty();
    assertThat(update(manager, stolen("1.2.0"), false).isDone()).isTrue();
    assertThat(update(manager, clock("1.3.0"), false).isDone()).isTrue();
    manager.close();
    VerifyingPluginManager next = start(builder -> builder.newKeys(rule));
    assertThat(next.decisions().values())
        .allSatisfy(each -> assertThat(each.action()).isEqualTo(Action.ADMIT));
    assertThat(greetings(next)).containsExactly("1.3.0");
  }

  @Test
  void update_whenToAChangedRelease_isRefusedUntilItIsConfirmedAndThenQuiet() {
    VerifyingPluginManager manager = start(DEFAULT);
    PluginKit changed = clock("1.0.0").greeting("changed");
    assertRefused(update(manager, changed, false), Reason.RELEASE_CHANGED);

    assertThat(update(manager, changed, true).isDone()).isTrue();

    assertThat(greetings(manager)).containsExactly("changed");
    assertThat(manager.decisions().values())
        .allSatisfy(each -> assertThat(each.action()).isEqualTo(Action.ADMIT));
    assertRefused(update(manager, clock("1.0.0"), false), Reason.RELEASE_CHANGED);
  }

  @Test
  void confirmation_confirmsNothingElse() {
    VerifyingPluginManager manager = start(DEFAULT);

    assertRefused(update(manager, stolen("0.9.0"), true), Reason.DOWNGRADE);
    assertThat(update(manager, PluginKit.plugin("clock", "1.1.0"), true).isDone()).isFalse();
    assertRefused(update(manager, stolen("1.1.0"), false), Reason.KEY_CHANGED);
  }

  @Test
  void newKey_whenItsReleaseDoesNotStart_isNotKnownAndTheOldOneIsBack() throws LedgerException {
    VerifyingPluginManager manager = start(builder -> builder.newKeys(HistoryRule.REFUSE));
    LedgerEntry before = manager.admission().ledger().find("clock").orElseThrow();

    InstallResult result =
        update(manager, stolen("1.0.0").atStart("throw new IllegalStateException();"), true);

    assertThat(result.isDone()).isFalse();
    assertThat(greetings(manager)).containsExactly("1.0.0");
    assertThat(manager.admission().ledger().find("clock")).contains(before);
    assertThat(manager.refusals()).isEmpty();
  }

  @Test
  void install_whenTheDeletedPluginHadAnotherKey_isRefusedUntilItIsConfirmed() {
    VerifyingPluginManager manager = start(DEFAULT);
    SignedPluginInstaller installer = SignedPluginInstaller.of(manager);
    assertThat(installer.uninstall("clock").isDone()).isTrue();
    InstallRequest request = InstallRequest.of(stolen("1.1.0").zip(folder.resolve("downloads")));

    assertRefused(installer.install(request), Reason.KEY_CHANGED);
    assertThat(installer.preview(request).decision().isAdmitted()).isFalse();
    assertThat(installer.install(request.confirmingChanges()).isDone()).isTrue();
    assertThat(manager.refusals()).isEmpty();
  }
}
