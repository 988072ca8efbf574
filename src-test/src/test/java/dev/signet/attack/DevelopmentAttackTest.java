package dev.signet.attack;

import static dev.signet.testkit.TestHost.decision;
import static dev.signet.testkit.TestHost.ids;
import static dev.signet.testkit.TestHost.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Layout;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.Enforcement;
import dev.signet.policy.HistoryRule;
import dev.signet.policy.ReleaseChannel;
import dev.signet.policy.SignerRule;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.sign.authority.DevelopmentAuthority;
import dev.signet.testkit.PluginKit;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustStatus;
import dev.signet.trust.TrustStore;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority for development, in the trust folder of a host that means it seriously. */
class DevelopmentAttackTest {
  private static final ReleaseChannel BETA = new ReleaseChannel("beta");

  @TempDir Path folder;
  private TestHost host;
  private Path dev;
  private TrustStore trust;

  @BeforeEach
  void setUp() throws Exception {
    host = new TestHost(folder);
    dev = folder.resolve("dev");
    DevelopmentAuthority.make(dev, List.of("clock", "store", "core"), Instant.now());
    trust =
        host.trust().toBuilder().anchors(dev.resolve("root.crt"), AnchorProfile.STANDARD).build();
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  private BundleSigner.Builder signer(String id) throws Exception {
    return BundleSigner.builder(
        SigningIdentity.load(dev.resolve(id + ".key"), dev.resolve(id + ".crt"), Optional.empty()));
  }

  /** Puts a plugin there that is signed for development. */
  private Path put(String version) throws Exception {
    Path plugin = PluginKit.plugin("clock", version).folder(host.plugins());
    signer("clock").build().sign(plugin);
    return plugin;
  }

  private Decision start(UnaryOperator<VerifyingPluginManager.Builder> options, Path plugin) {
    try (VerifyingPluginManager manager = options.apply(host.builder().trust(trust)).build()) {
      manager.loadPlugins();
      Decision decision = decision(manager, plugin);
      assertThat(ids(manager)).hasSize(decision.isAdmitted() ? 1 : 0);
      return decision;
    }
  }

  private static void assertRefused(Decision decision) {
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(reasons(decision)).containsExactly(Reason.DEVELOPMENT_CERTIFICATE);
    assertThat(decision.explanation())
        .contains("for development only, which counts on no channel that enforces");
  }

  @Test
  void plugin_whenSignedForDevelopment_runsOnBetaWithAWarningAndNeverOnStable() throws Exception {
    Path plugin = put("1.0.0");

    Decision decision = start(builder -> builder.channel(BETA), plugin);

    assertThat(decision.verdict().isVerified()).isTrue();
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision)).containsExactly(Reason.DEVELOPMENT_CERTIFICATE);
    // The same state: what the start before has kept does not count as more than it is.
    assertRefused(start(builder -> builder, plugin));
    assertThat(start(builder -> builder.channel(BETA), plugin).action()).isEqualTo(Action.WARN);
  }

  @Test
  void host_whenItOnlyWarnsOfAllElse_refusesItOnStableAllTheSame() throws Exception {
    Path plugin = put("1.0.0");

    assertRefused(
        start(
            builder -> {
              for (Dimension dimension : Dimension.values()) {
                builder.enforcement(dimension, Enforcement.WARN);
              }
              return builder.newKeys(HistoryRule.ALLOW).allowUnsigned("clock");
            },
            plugin));
  }

  @Test
  void plugin_whenItsDayIsOver_isExpiredOnTop() throws Exception {
    Path plugin = put("1.0.0");
    Clock later = Clock.fixed(Instant.now().plus(Duration.ofHours(25)), ZoneOffset.UTC);

    assertThat(reasons(start(builder -> builder.clock(later), plugin)))
        .containsOnly(Reason.EXPIRED, Reason.DEVELOPMENT_CERTIFICATE);
  }

  @Test
  void install_whenSignedForDevelopment_isRefusedOnStable() throws Exception {
    Path plugin = PluginKit.plugin("clock", "1.0.0").folder(folder.resolve("downloads"));
    signer("clock").build().sign(plugin);
    VerifyingPluginManager manager = host.opened(host.builder().trust(trust).build());

    assertThat(SignedPluginInstaller.of(manager).install(InstallRequest.of(plugin)).isDone())
        .isFalse();
  }

  /** Else the real author's key would be the one that is new. */
  @Test
  void ledger_remembersNothingOfIt() throws Exception {
    start(builder -> builder.channel(BETA), put("9.0.0"));
    Path real = host.plugins().resolve("clock.zip");
    host.signed("clock", "1.0.0").zip(host.plugins());
    Trees.delete(host.plugins().resolve("clock"));

    assertThat(start(builder -> builder.newKeys(HistoryRule.REFUSE), real).action())
        .isEqualTo(Action.ADMIT);
    Files.delete(real);
    assertThat(reasons(start(builder -> builder.channel(BETA), put("0.1.0"))))
        .containsExactly(Reason.DEVELOPMENT_CERTIFICATE);
  }

  @Test
  void cosignature_whenForDevelopment_countsForNothing() throws Exception {
    Path plugin = host.signed("clock", "1.0.0").folder(host.plugins());
    signer("store").adding().build().sign(plugin);

    Decision decision =
        start(
            builder -> builder.signers(SignerRule.requireSigners(1).alsoSignedBy("store")), plugin);

    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.explanation()).contains("does not count: DEVELOPMENT_CERTIFICATE");
  }

  /** Whoever may change the host itself could sign it so. */
  @Test
  void host_whenItsOwnFolderIsSignedForDevelopment_isToldSo() throws Exception {
    Path core = Trees.folder(folder.resolve("core"), Trees.files("bin/host", "#!"));
    signer("core").layout(Layout.CORE).build().sign(core);
    VerifyingPluginManager manager = host.opened(host.builder().trust(trust).core(core).build());

    Decision decision = manager.admission().verifyCore();

    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.verdict().isVerified()).isTrue();
    assertThat(reasons(decision)).containsExactly(Reason.DEVELOPMENT_CERTIFICATE);
  }

  @Test
  void trustFolder_whenItHoldsTheAuthority_isAConcern() throws Exception {
    Path folder = Files.createDirectories(this.folder.resolve("trust"));
    Files.copy(dev.resolve("root.crt"), folder.resolve("dev.crt"));

    TrustStatus status = TrustStore.load(folder).status();

    assertThat(status.concerns())
        .extracting(TrustStatus.Concern::kind)
        .contains(TrustStatus.Concern.Kind.FOR_DEVELOPMENT);
    assertThat(host.trust().status().concerns()).isEmpty();
  }
}
