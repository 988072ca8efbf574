package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.Limits;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignatureRequirement;
import dev.signet.sign.BundleSigner;
import dev.signet.sign.SigningIdentity;
import dev.signet.testkit.Certificates;
import dev.signet.testkit.Certificates.Issued;
import dev.signet.testkit.SwitchedTrust;
import dev.signet.testkit.TestClock;
import dev.signet.testkit.TimestampTokens;
import dev.signet.testkit.Trees;
import dev.signet.trust.AnchorProfile;
import dev.signet.trust.TrustAnchor;
import dev.signet.trust.TrustStore;
import dev.signet.trust.TrustStoreBuilder;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One verifier over years and changes of trust. */
class ChangingTrustTest {
  private static final Instant SIGNED = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LEAF_ENDS = Instant.parse("2027-03-01T00:00:00Z");

  private static Issued root;
  private static Issued leaf;
  private static Issued tsaRoot;
  private static Issued tsa;

  @TempDir private Path temp;
  private final TestClock clock = new TestClock(SIGNED);

  @BeforeAll
  static void makePaths() {
    root = Certificates.root("Root").make();
    leaf = Certificates.leaf("demo", root).valid(Certificates.FROM, LEAF_ENDS).make();
    tsaRoot = Certificates.root("TSA Root").make();
    tsa = TimestampTokens.signer("TSA", tsaRoot).make();
  }

  @Test
  void eachCheck_asksTheClockOnce() throws Exception {
    Path plugin = signed(true);
    clock.ticking(Duration.ofDays(400));
    BundleVerifier verifier = new BundleVerifier(store().build(), Limits.DEFAULT, clock);

    verifier.verify(plugin, Expectation.PLUGIN);
    assertThat(clock.asked()).isEqualTo(1);
    try (Staging staging = Staging.temporary()) {
      StagedBundle staged = verifier.stage(plugin, Expectation.PLUGIN, staging);
      assertThat(clock.asked()).isEqualTo(2);
      verifier.recall(
          staged.content(),
          staged.kind(),
          new KnownContents(staged.files(), staged.executables()),
          Expectation.PLUGIN);
      assertThat(clock.asked()).isEqualTo(3);
    }
  }

  @Test
  void verdict_changesWithTrustWithoutAnotherVerifier() throws Exception {
    Path plugin = signed(false);
    TrustStore good = store().build();
    SwitchedTrust trust = new SwitchedTrust(good);
    BundleVerifier verifier = new BundleVerifier(trust, Limits.DEFAULT, clock);
    assertThat(verifier.verify(plugin, Expectation.PLUGIN).word()).isEqualTo("verified");

    trust.set(store().revokeKey(keyId(leaf)).build());
    assertThat(verifier.verify(plugin, Expectation.PLUGIN).word()).isEqualTo("revoked");
    trust.set(good);
    assertThat(verifier.verify(plugin, Expectation.PLUGIN).word()).isEqualTo("verified");
  }

  /** The cache must notice each of these by itself. */
  @Test
  void verdictOfAStampedPlugin_overTheYears() throws Exception {
    Path plugin = signed(true);
    BundleVerifier verifier =
        new BundleVerifier(
            store().timestampAnchor(tsaRoot.certificate()).build(), Limits.DEFAULT, clock);

    assertSays(verifier, plugin, SIGNED.plusSeconds(1), Decision.Action.ADMIT);
    assertSays(
        verifier, plugin, SIGNED.minusSeconds(1), Decision.Action.WARN, Reason.INVALID_TIMESTAMP);
    Instant warned = LEAF_ENDS.minus(Duration.ofDays(60));
    assertSays(verifier, plugin, warned.minusSeconds(1), Decision.Action.ADMIT);
    assertSays(verifier, plugin, warned, Decision.Action.WARN, Reason.EXPIRES_SOON);
    assertSays(verifier, plugin, LEAF_ENDS, Decision.Action.WARN, Reason.EXPIRES_SOON);
    assertSays(verifier, plugin, LEAF_ENDS.plusSeconds(1), Decision.Action.WARN, Reason.EXPIRED);
    // Anchors end, and their timestamps were made before.
    assertSays(
        verifier,
        plugin,
        Certificates.UNTIL.plusSeconds(1),
        Decision.Action.WARN,
        Reason.EXPIRED,
        Reason.EXPIRED);
    assertSays(verifier, plugin, SIGNED.plusSeconds(1), Decision.Action.ADMIT);
  }

  @Test
  void verdictOfAPluginWithoutTimestamp_overTheYears() throws Exception {
    Path plugin = signed(false);
    BundleVerifier verifier =
        new BundleVerifier(
            store().timestampAnchor(tsaRoot.certificate()).build(), Limits.DEFAULT, clock);

    assertSays(verifier, plugin, SIGNED, Decision.Action.ADMIT);
    assertSays(
        verifier,
        plugin,
        LEAF_ENDS.minus(Duration.ofDays(60)),
        Decision.Action.WARN,
        Reason.EXPIRES_SOON);
    assertSays(verifier, plugin, LEAF_ENDS.plusSeconds(1), Decision.Action.REFUSE, Reason.EXPIRED);
  }

  private void assertSays(
      BundleVerifier verifier, Path plugin, Instant at, Decision.Action action, Reason... reasons) {
    clock.set(at);
    Verdict verdict = verifier.verify(plugin, Expectation.PLUGIN);
    assertThat(verdict.findings())
        .as("at %s", at)
        .extracting(Finding::reason)
        .containsExactly(reasons);
    assertThat(SignaturePolicy.require(SignatureRequirement.ALL).build().decide(verdict).action())
        .isEqualTo(action);
  }

  private Path signed(boolean stamped) throws Exception {
    Path plugin =
        Trees.folder(
            temp.resolve("demo"),
            Trees.files("plugin.properties", "plugin.id=demo\nplugin.version=1.0.0\n"));
    SigningIdentity identity =
        SigningIdentity.of(leaf.keys().getPrivate(), leaf.certificate(), List.of());
    BundleSigner.Builder signer = BundleSigner.builder(identity).clock(new TestClock(SIGNED));
    if (stamped) {
      signer.timestamps(signature -> TimestampTokens.by(tsa, signature).at(SIGNED).der());
    }
    signer.build().sign(plugin);
    return plugin;
  }

  private static TrustStoreBuilder store() {
    return TrustStore.builder().anchor(new TrustAnchor(root.certificate(), AnchorProfile.STANDARD));
  }

  private static String keyId(Issued owner) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(owner.keys().getPublic().getEncoded()));
  }
}
