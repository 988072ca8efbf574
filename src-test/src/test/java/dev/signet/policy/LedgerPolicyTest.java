package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.signet.policy.Decision.Action;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger changes in a decision. */
class LedgerPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private static final String KEY = "ab".repeat(32);

  private final SigningLedger ledger = SigningLedger.inMemory();

  @BeforeEach
  void rememberClock() throws LedgerException {
    ledger.record(List.of(new SignedRelease("clock", "2.0.0", KEY)), NOW, VersionOrder.semantic());
  }

  @ParameterizedTest
  @EnumSource(SignatureRequirement.class)
  void unsigned_whenSignedBefore_isRefusedWhateverIsRequiredOrAllowed(
      SignatureRequirement requirement) {
    SignaturePolicy policy =
        SignaturePolicy.require(requirement).allowUnsigned(Set.of("clock", "disk")).build();

    Decision decision = decide(policy, unsigned("clock"));

    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(reasons(decision))
        .containsExactly(Reason.SIGNATURE_DROPPED, Reason.MISSING_SIGNATURE);
    assertThat(decision.explanation())
        .contains("not signed", "2.0.0", NOW.toString())
        .doesNotContain("tampered");
    assertThat(decision.verdict().word()).isEqualTo("unsigned");
    assertThat(decide(policy, unsigned("disk")).isAdmitted()).isTrue();
  }

  @Test
  void unsigned_whenForgottenOnPurpose_isJudgedAsIfNeverSeen() throws LedgerException {
    SignaturePolicy policy = featured().build();
    assertThat(decide(policy, unsigned("clock")).isAdmitted()).isFalse();

    ledger.forget("clock");

    assertThat(decide(policy, unsigned("clock")).isAdmitted()).isTrue();
  }

  @Test
  void unsigned_whenSignedBefore_isReportedOffStable() {
    SignaturePolicy policy = featured().channel(new ReleaseChannel("beta")).build();

    Decision decision = decide(policy, unsigned("clock"));

    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision)).contains(Reason.SIGNATURE_DROPPED);
    assertThat(decision.explanation()).contains("would have been refused on stable");
  }

  @Test
  void unsigned_whenCheckingIsOff_isReported() {
    Decision decision = decide(featured().checkingOff().build(), unsigned("clock"));

    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.explanation()).contains("switched off");
  }

  @Test
  void lowerVersion_isReportedUnlessTheHostDecidesOtherwise() {
    Decision decision = decide(featured().build(), verified("clock", "1.9.9"));

    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(reasons(decision)).containsExactly(Reason.DOWNGRADE);
    assertThat(decision.findings()).noneMatch(Finding::isProblem);
    assertThat(decision.explanation()).contains("1.9.9", "2.0.0");
    assertThat(decision.verdict().isVerified()).isTrue();
  }

  @Test
  void lowerVersion_isRefusedOrAllowedAsTheHostDecides() {
    SignaturePolicy policy = featured().downgrades(DowngradeRule.REFUSE).build();
    Verdict lower = verified("clock", "1.9.9");

    assertThat(decide(policy, lower).action()).isEqualTo(Action.REFUSE);
    assertThat(
            decide(policy.toBuilder().channel(new ReleaseChannel("git")).build(), lower).action())
        .isEqualTo(Action.WARN);
    assertThat(decide(policy.toBuilder().downgrades(DowngradeRule.ALLOW).build(), lower).action())
        .isEqualTo(Action.ADMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0", "2.0.0+rebuilt", "2.0.1", "10.0"})
  void sameOrHigherVersion_isAdmittedWithoutAWord(String version) {
    SignaturePolicy policy = featured().downgrades(DowngradeRule.REFUSE).build();

    assertThat(decide(policy, verified("clock", version)).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void version_whenItCannotBeCompared_isNeverTakenForAHigherOne() {
    SignaturePolicy policy = featured().downgrades(DowngradeRule.REFUSE).build();

    Decision decision = decide(policy, verified("clock", "nonsense"));

    assertThat(reasons(decision)).containsExactly(Reason.DOWNGRADE);
    assertThat(decision.explanation()).contains("cannot be told");
  }

  @Test
  void orderOfTheHost_counts() {
    SignaturePolicy policy =
        featured()
            .downgrades(DowngradeRule.REFUSE)
            .versionOrder((a, b) -> OptionalInt.of(b.compareTo(a)))
            .build();

    assertThat(decide(policy, verified("clock", "1")).isAdmitted()).isTrue();
    assertThat(decide(policy, verified("clock", "3")).isAdmitted()).isFalse();
  }

  @Test
  void ledger_whenItCannotBeRead_refusesEverythingOnStable() throws LedgerException {
    SigningLedger broken = mock(SigningLedger.class);
    when(broken.find(anyString())).thenThrow(new LedgerException("It is damaged; reset it."));

    for (Verdict verdict : List.of(verified("new", "1.0"), unsigned("new"))) {
      PluginHistory history = PluginHistory.of(broken, "new", NOW);
      Decision decision = featured().build().decide(verdict, history);
      assertThat(decision.action()).isEqualTo(Action.REFUSE);
      assertThat(reasons(decision)).contains(Reason.STATE_UNAVAILABLE);
      assertThat(decision.explanation()).contains("It is damaged; reset it.");
      assertThat(
              featured()
                  .channel(new ReleaseChannel("beta"))
                  .build()
                  .decide(verdict, history)
                  .action())
          .isEqualTo(Action.WARN);
    }
  }

  @Test
  void ledger_whenItFailsInAWayOfItsOwn_refusesLikewise() throws LedgerException {
    SigningLedger broken = mock(SigningLedger.class);
    when(broken.find(anyString())).thenThrow(new IllegalStateException("connection lost"));

    PluginHistory history = PluginHistory.of(broken, "clock", NOW);

    Decision decision = featured().build().decide(verified("clock", "3.0"), history);
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.explanation()).contains("connection lost");
  }

  @Test
  void clock_whenItWentBack_isReportedOnEachDecision() {
    Instant before = NOW.minus(PluginHistory.CLOCK_TOLERANCE).minusSeconds(1);
    SignaturePolicy policy = featured().build();

    for (Verdict verdict :
        List.of(verified("clock", "2.0.0"), verified("new", "1.0"), unsigned("new"))) {
      Decision decision = decide(policy, verdict, before);
      assertThat(decision.action()).isEqualTo(Action.WARN);
      assertThat(reasons(decision)).contains(Reason.CLOCK_WENT_BACK);
      assertThat(decision.explanation()).contains(NOW.toString());
    }
    assertThat(reasons(decide(policy, unsigned(""), before))).contains(Reason.CLOCK_WENT_BACK);
  }

  @Test
  void clockWithinTheTolerance_isNotReported() {
    Instant before = NOW.minus(PluginHistory.CLOCK_TOLERANCE);

    assertThat(decide(featured().build(), verified("clock", "2.0.0"), before).action())
        .isEqualTo(Action.ADMIT);
  }

  @Test
  void clock_whenItIsAbsurd_isStillOnlyReported() throws LedgerException {
    ledger.record(List.of(), Instant.MAX, VersionOrder.semantic());

    assertThat(reasons(decide(featured().build(), verified("clock", "2.0.0"), Instant.MIN)))
        .containsExactly(Reason.CLOCK_WENT_BACK);
  }

  @Test
  void versionTooLongToRemember_isRefusedOnStable() {
    Verdict verdict = verified("new", "1".repeat(SignedRelease.MAX_CHARS + 1));

    assertThat(reasons(decide(featured().build(), verdict)))
        .containsExactly(Reason.STATE_UNAVAILABLE);
    assertThat(decide(featured().build(), verdict).action()).isEqualTo(Action.REFUSE);
  }

  @Test
  void problemFromOutsideTheBundle_isWeighedAsOneOfTheBundle() {
    Finding problem = Finding.of(Reason.STATE_UNAVAILABLE, "The disk is full.");
    SignaturePolicy stable = featured().build();
    SignaturePolicy beta = stable.toBuilder().channel(new ReleaseChannel("beta")).build();
    Verdict verdict = verified("clock", "1.0.0");

    Decision refused = stable.weigh(decide(stable, verdict), problem);
    Decision warned = beta.weigh(beta.weigh(decide(beta, verdict), problem), problem);

    assertThat(refused.action()).isEqualTo(Action.REFUSE);
    assertThat(reasons(refused)).containsExactly(Reason.STATE_UNAVAILABLE, Reason.DOWNGRADE);
    assertThat(warned.action()).isEqualTo(Action.WARN);
    assertThat(warned.explanation()).containsOnlyOnce("does not enforce");
    assertThat(stable.weigh(stable.weigh(decide(stable, verdict), problem), problem).action())
        .isEqualTo(Action.REFUSE);
  }

  private Decision decide(SignaturePolicy policy, Verdict verdict) {
    return decide(policy, verdict, NOW);
  }

  private Decision decide(SignaturePolicy policy, Verdict verdict, Instant at) {
    return policy.decide(verdict, PluginHistory.of(ledger, verdict.subject().id(), at));
  }

  private static SignaturePolicy.Builder featured() {
    return SignaturePolicy.require(SignatureRequirement.FEATURED);
  }

  private static List<Reason> reasons(Decision decision) {
    return decision.findings().stream().map(Finding::reason).toList();
  }

  private static Verdict verified(String id, String version) {
    Signer signer = new Signer(id, "CN=ca", "1", KEY, Instant.EPOCH, Instant.MAX, "x", "CN=ca");
    return Verdict.of(new Subject(id, version, "00"), List.of(), Optional.of(signer));
  }

  private static Verdict unsigned(String id) {
    return Verdict.of(
        new Subject(id, "3.0.0", "00"),
        List.of(Finding.at(Reason.MISSING_SIGNATURE, "signature.json", "There is none.")),
        Optional.empty());
  }
}
