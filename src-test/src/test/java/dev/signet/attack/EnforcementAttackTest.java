package dev.signet.attack;

import static dev.signet.testkit.TestHost.decisionAtStart;
import static dev.signet.testkit.TestHost.reasons;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.policy.Decision;
import dev.signet.policy.Decision.Action;
import dev.signet.policy.Enforcement;
import dev.signet.policy.ReleaseChannel;
import dev.signet.testkit.PluginAuthor;
import dev.signet.testkit.TestHost;
import dev.signet.testkit.Trees;
import dev.signet.trust.KeyRules;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a host puts up with in one dimension is no way around another one. */
class EnforcementAttackTest {
  private static final ReleaseChannel BETA = new ReleaseChannel("beta");

  @TempDir Path folder;
  private TestHost host;

  @BeforeEach
  void setUp() {
    host = new TestHost(folder);
  }

  @AfterEach
  void tearDown() {
    host.close();
  }

  /** What may be wrong with a signature while its bundle is whole. */
  private enum Fault {
    NO_SIGNATURE(Dimension.AUTHENTICITY, Reason.MISSING_SIGNATURE),
    SOMEBODY_ELSES_AUTHORITY(Dimension.AUTHENTICITY, Reason.UNTRUSTED_CERTIFICATE),
    SOMEBODY_ELSES_CERTIFICATE(Dimension.AUTHENTICITY, Reason.SCOPE_MISMATCH),
    WITHDRAWN_CERTIFICATE(Dimension.REVOCATION, Reason.REVOKED),
    WITHDRAWN_KEY(Dimension.REVOCATION, Reason.REVOKED),
    OLD_LIST(Dimension.FRESHNESS, Reason.REVOCATION_UNAVAILABLE),
    OVER(Dimension.EXPIRY, Reason.EXPIRED);

    private final Dimension dimension;
    private final Reason reason;

    Fault(Dimension dimension, Reason reason) {
      this.dimension = dimension;
      this.reason = reason;
    }
  }

  private PluginAuthor author(Fault fault) {
    return switch (fault) {
      case SOMEBODY_ELSES_AUTHORITY -> PluginAuthor.of("clock", PluginAuthor.authority("Other"));
      case SOMEBODY_ELSES_CERTIFICATE -> host.author("disk");
      default -> host.author("clock");
    };
  }

  private Map<String, byte[]> files(Fault fault) {
    Map<String, byte[]> files = new LinkedHashMap<>(host.signed("clock", "1.0.0").folderFiles());
    files.remove("signature.json");
    return fault == Fault.NO_SIGNATURE ? files : author(fault).signed(files, "signature.json");
  }

  private VerifyingPluginManager.Builder builder(Fault fault) {
    Instant now = Instant.now();
    TrustStoreBuilder trust =
        switch (fault) {
          case WITHDRAWN_CERTIFICATE -> host.trustWithout(host.author("clock"));
          case WITHDRAWN_KEY -> host.trusting().revokeKey(keyId(host.author("clock")));
          case OLD_LIST -> host.trustOfOldList();
          default -> host.trusting();
        };
    Instant at = fault == Fault.OVER ? now.plus(Duration.ofDays(400)) : now;
    return host.builder().trust(trust.build()).clock(Clock.fixed(at, ZoneOffset.UTC));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void fault_whenOnlyIntegrityIsEnforced_isReported(Fault fault) {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(fault));
    Decision decision =
        decisionAtStart(
            builder(fault).channel(BETA).enforcement(Dimension.INTEGRITY, Enforcement.ENFORCE),
            plugin);
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.dimensions()).isEqualTo(Map.of(fault.dimension, Enforcement.WARN));
    assertThat(reasons(decision)).contains(fault.reason);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NO_SIGNATURE")
  void change_whenItsCertificateIsPutUpWith_isRefused(Fault fault) {
    Map<String, byte[]> files = files(fault);
    files.put("evil.txt", "I came later.".getBytes(UTF_8));
    files.put("plugin.properties", append(files.get("plugin.properties"), "plugin.description=x"));
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files);
    Decision decision =
        decisionAtStart(
            builder(fault).channel(BETA).enforcement(Dimension.INTEGRITY, Enforcement.ENFORCE),
            plugin);
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.dimensions(Enforcement.ENFORCE)).containsExactly(Dimension.INTEGRITY);
    assertThat(reasons(decision)).contains(fault.reason, Reason.EXTRA_FILE, Reason.INVALID_HASH);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void fault_whenOnlyItsDimensionIsEnforced_refuses(Fault fault) {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(fault));
    Decision decision =
        decisionAtStart(
            builder(fault).channel(BETA).enforcement(fault.dimension, Enforcement.ENFORCE), plugin);
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.explanation())
        .contains("enforces " + fault.dimension.word() + " on channel 'beta'");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void fault_whenStableOnlyWarnsAboutIt_isReported(Fault fault) {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(fault));
    Decision decision =
        decisionAtStart(builder(fault).enforcement(fault.dimension, Enforcement.WARN), plugin);
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.explanation()).contains("only warns about " + fault.dimension.word());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"WITHDRAWN_CERTIFICATE", "WITHDRAWN_KEY", "OLD_LIST", "OVER"})
  void fault_whenOffOnStable_isANotice(Fault fault) {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(fault));
    Decision decision =
        decisionAtStart(builder(fault).enforcement(fault.dimension, Enforcement.OFF), plugin);
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.findings()).noneMatch(finding -> finding.isProblem());
    assertThat(reasons(decision)).contains(fault.reason);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void restart_whenOtherRulesHold_judgesWhatIsKeptAnew(Fault fault) {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(fault));
    VerifyingPluginManager.Builder builder = builder(fault);
    UnaryOperator<VerifyingPluginManager.Builder> enforcing =
        to -> to.enforcement(fault.dimension, Enforcement.ENFORCE);
    UnaryOperator<VerifyingPluginManager.Builder> warning =
        to -> to.enforcement(fault.dimension, Enforcement.WARN);
    builder.channel(BETA);
    assertThat(decisionAtStart(warning.apply(builder), plugin).action()).isEqualTo(Action.WARN);
    assertThat(decisionAtStart(enforcing.apply(builder), plugin).action()).isEqualTo(Action.REFUSE);
    assertThat(decisionAtStart(warning.apply(builder), plugin).action()).isEqualTo(Action.WARN);
    assertThat(decisionAtStart(warning.apply(builder), plugin).action()).isEqualTo(Action.WARN);
  }

  @Test
  void verified_whenThenExpiryIsEnforced_isStoppedByItsKeptCopyToo() {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(Fault.OVER));
    VerifyingPluginManager.Builder now = host.builder().channel(BETA);
    assertThat(decisionAtStart(now, plugin).action()).isEqualTo(Action.ADMIT);
    VerifyingPluginManager.Builder later = builder(Fault.OVER).channel(BETA);
    assertThat(decisionAtStart(later, plugin).action()).isEqualTo(Action.WARN);
    assertThat(
            decisionAtStart(later.enforcement(Dimension.EXPIRY, Enforcement.ENFORCE), plugin)
                .action())
        .isEqualTo(Action.REFUSE);
  }

  @Test
  void signature_whenTakenOffWhatWasSigned_isAChange() throws IOException {
    Path plugin = Trees.folder(host.plugins().resolve("clock"), files(Fault.OVER));
    VerifyingPluginManager.Builder builder =
        host.builder().channel(BETA).enforcement(Dimension.INTEGRITY, Enforcement.ENFORCE);
    assertThat(decisionAtStart(builder, plugin).action()).isEqualTo(Action.ADMIT);
    Files.delete(plugin.resolve("signature.json"));
    Decision decision = decisionAtStart(builder, plugin);
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(reasons(decision))
        .containsExactly(Reason.SIGNATURE_DROPPED, Reason.MISSING_SIGNATURE);
  }

  @Test
  void codeFromOutside_whenEverythingIsPutUpWith_isNotLoaded() {
    byte[] escaping =
        Trees.archiveBytes(
            Map.of("META-INF/MANIFEST.MF", Trees.manifest("Class-Path", "../../outside.jar")));
    Path plugin = host.signed("clock", "1.0.0").file("lib/a.jar", escaping).folder(host.plugins());
    VerifyingPluginManager.Builder builder = host.builder().channel(BETA).uncheckedOnPurpose();
    for (Dimension dimension : Dimension.values()) {
      builder.enforcement(dimension, Enforcement.OFF);
    }
    assertThat(decisionAtStart(builder, plugin).action()).isEqualTo(Action.REFUSE);
  }

  @Test
  void withdrawnKey_whenNoPathLeadsToAnAuthority_countsAllTheSame() {
    PluginAuthor stranger = PluginAuthor.of("clock", PluginAuthor.authority("Other"));
    Map<String, byte[]> files = new LinkedHashMap<>(files(Fault.NO_SIGNATURE));
    Path plugin =
        Trees.folder(host.plugins().resolve("clock"), stranger.signed(files, "signature.json"));
    TrustStore trust = host.trusting().revokeKey(keyId(stranger)).build();
    Decision decision =
        decisionAtStart(
            host.builder()
                .trust(trust)
                .channel(BETA)
                .enforcement(Dimension.REVOCATION, Enforcement.ENFORCE),
            plugin);
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(reasons(decision)).containsExactly(Reason.REVOKED, Reason.UNTRUSTED_CERTIFICATE);
  }

  private static String keyId(PluginAuthor author) {
    return KeyRules.id(author.certificate().getPublicKey());
  }

  private static byte[] append(byte[] properties, String line) {
    return (new String(properties, UTF_8) + line + "\n").getBytes(UTF_8);
  }
}
