package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.signet.policy.Decision.Action;
import dev.signet.verdict.Audience;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger changes in a decision. */
class LedgerPolicyTest {
  private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
  private static final String KEY = "ab".repeat(32);
  private static final String OTHER_KEY = "cd".repeat(32);
  private static final String FILES = "12".repeat(64);
  private static final String OTHER_FILES = "34".repeat(64);

  private final SigningLedger ledger = SigningLedger.inMemory();

  @BeforeEach
  void rememberClock() throws LedgerException {
    ledger.record(
        List.of(new SignedRelease("clock", "2.0.0", KEY, FILES)), NOW, VersionOrder.semantic());
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
    SignaturePolicy policy =
        featured().history(HistoryRules.WARN.withDowngrades(HistoryRule.REFUSE)).build();
    Verdict lower = verified("clock", "1.9.9");

    assertThat(decide(policy, lower).action()).isEqualTo(Action.REFUSE);
    assertThat(
            decide(policy.toBuilder().channel(new ReleaseChannel("git")).build(), lower).action())
        .isEqualTo(Action.WARN);
    assertThat(
            decide(
                    policy.toBuilder()
                        .history(HistoryRules.WARN.withDowngrades(HistoryRule.ALLOW))
                        .build(),
                    lower)
                .action())
        .isEqualTo(Action.ADMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0", "2.0.0+rebuilt", "2.0.1", "10.0"})
  void sameOrHigherVersion_isAdmittedWithoutAWord(String version) {
    SignaturePolicy policy =
        featured().history(HistoryRules.WARN.withDowngrades(HistoryRule.REFUSE)).build();

    assertThat(decide(policy, verified("clock", version)).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void version_whenItCannotBeCompared_isNeverTakenForAHigherOne() {
    SignaturePolicy policy =
        featured().history(HistoryRules.WARN.withDowngrades(HistoryRule.REFUSE)).build();

    Decision decision = decide(policy, verified("clock", "nonsense"));

    assertThat(reasons(decision)).containsExactly(Reason.DOWNGRADE);
    assertThat(decision.explanation()).contains("cannot be compared");
  }

  @Test
  void orderOfTheHost_counts() {
    SignaturePolicy policy =
        featured()
            .history(HistoryRules.WARN.withDowngrades(HistoryRule.REFUSE))
            .versionOrder((a, b) -> OptionalInt.of(b.compareTo(a)))
            .build();

    assertThat(decide(policy, verified("clock", "1")).isAdmitted()).isTrue();
    assertThat(decide(policy, verified("clock", "3")).isAdmitted()).isFalse();
  }

  @Test
  void newKey_isReportedRefusedOrAllowedAsTheHostDecidesUntilItIsConfirmed()
      throws LedgerException {
    Verdict other = verified("clock", "2.0.1", OTHER_KEY, FILES);
    assertDecidedByRule(other, Reason.KEY_CHANGED, HistoryRules.WARN::withNewKeys);

    ledger.confirm(SignedRelease.of(other).orElseThrow(), VersionOrder.semantic());

    for (String key : List.of(OTHER_KEY, KEY, OTHER_KEY)) {
      Verdict confirmed = verified("clock", "2.0.2", key, FILES);
      assertThat(decide(featured().build(), confirmed).action()).isEqualTo(Action.ADMIT);
    }
  }

  @Test
  void newKey_whenAKnownOneVouchesForIt_isAdmittedWithoutAWord() {
    SignaturePolicy policy = featured().history(HistoryRules.WARN.asking()).build();

    assertThat(decide(policy, succeeding(List.of(KEY))).action()).isEqualTo(Action.ADMIT);
    assertThat(decide(policy, succeeding(List.of("ef".repeat(32), KEY))).action())
        .isEqualTo(Action.ADMIT);
    assertThat(reasons(decide(policy, succeeding(List.of("ef".repeat(32))))))
        .containsExactly(Reason.KEY_CHANGED);
  }

  private static Verdict succeeding(List<String> older) {
    Signer signer =
        new Signer("clock", "CN=ca", "1", OTHER_KEY, Instant.EPOCH, Instant.MAX, "x", "CN=ca");
    return Verdict.of(
        new Subject("clock", "2.0.1", "00", FILES),
        List.of(),
        Optional.of(signer.succeeding(older)));
  }

  @Test
  void changedRelease_isReportedRefusedOrAllowedAsTheHostDecidesUntilItIsConfirmed()
      throws LedgerException {
    Verdict changed = verified("clock", "2.0.0", KEY, OTHER_FILES);
    assertDecidedByRule(changed, Reason.RELEASE_CHANGED, HistoryRules.WARN::withChangedReleases);

    ledger.confirm(SignedRelease.of(changed).orElseThrow(), VersionOrder.semantic());

    assertThat(decide(featured().build(), changed).action()).isEqualTo(Action.ADMIT);
    assertThat(reasons(decide(featured().build(), verified("clock", "2.0.0"))))
        .containsExactly(Reason.RELEASE_CHANGED);
  }

  private void assertDecidedByRule(
      Verdict verdict, Reason reason, Function<HistoryRule, HistoryRules> rules) {
    Map<HistoryRule, Action> expected =
        Map.of(
            HistoryRule.REFUSE, Action.REFUSE,
            HistoryRule.WARN, Action.WARN,
            HistoryRule.ALLOW, Action.ADMIT);
    expected.forEach(
        (rule, action) -> {
          SignaturePolicy policy = featured().history(rules.apply(rule)).build();
          Decision decision = decide(policy, verdict);
          assertThat(decision.action()).isEqualTo(action);
          assertThat(reasons(decision))
              .isEqualTo(rule == HistoryRule.ALLOW ? List.of() : List.of(reason));
          assertThat(decision.verdict().isVerified()).isTrue();
          Action onBeta = action == Action.REFUSE ? Action.WARN : action;
          ReleaseChannel beta = new ReleaseChannel("beta");
          assertThat(decide(policy.toBuilder().channel(beta).build(), verdict).action())
              .isEqualTo(onBeta);
          assertThat(decide(policy.toBuilder().checkingOff().build(), verdict).action())
              .isEqualTo(onBeta);
        });
    assertThat(reasons(decide(featured().build(), verdict))).containsExactly(reason);
  }

  @Test
  void newKey_isToldWithBothKeysSerialNumberAndIssuer() {
    Decision decision = decide(featured().build(), verified("clock", "2.0.1", OTHER_KEY, FILES));

    assertThat(decision.explanation())
        .contains(KEY, OTHER_KEY, "serial number 1", "CN=ca", NOW.toString());
    assertThat(decision.findings().get(0).remedy(Audience.ADMINISTRATOR))
        .contains("Ask the author directly", "plugin:confirm", "--confirm-changes");
  }

  @Test
  void knownKeys_whenThereAreMany_areToldInPart() throws LedgerException {
    for (int i = 0; i < 5; i++) {
      ledger.confirm(
          new SignedRelease("clock", "2.0.0", String.format(Locale.ROOT, "%064x", i), FILES),
          VersionOrder.semantic());
    }

    assertThat(
            decide(featured().build(), verified("clock", "2.0.0", OTHER_KEY, FILES)).explanation())
        .contains("4 and 3 earlier ones")
        .doesNotContain(KEY);
  }

  @Test
  void changeOfBoth_isToldAsBoth() {
    assertThat(
            reasons(decide(featured().build(), verified("clock", "2.0.0", OTHER_KEY, OTHER_FILES))))
        .containsExactlyInAnyOrder(Reason.KEY_CHANGED, Reason.RELEASE_CHANGED);
  }

  @Test
  void sameFiles_whenSignedAgainByTheSameKey_areAdmittedWithoutAWord() {
    SignaturePolicy policy = featured().history(HistoryRules.WARN.asking()).build();

    assertThat(decide(policy, verified("clock", "2.0.0")).action()).isEqualTo(Action.ADMIT);
  }

  @Test
  void askingRules_refuseWhatIsOnlyReportedAndAskNobodyWhoDoesNotLook() {
    HistoryRules allowing =
        HistoryRules.WARN
            .withNewKeys(HistoryRule.ALLOW)
            .withChangedReleases(HistoryRule.ALLOW)
            .withDowngrades(HistoryRule.ALLOW);

    assertThat(HistoryRules.WARN.asking())
        .isEqualTo(new HistoryRules(HistoryRule.REFUSE, HistoryRule.REFUSE, HistoryRule.REFUSE));
    assertThat(allowing.asking())
        .isEqualTo(new HistoryRules(HistoryRule.REFUSE, HistoryRule.ALLOW, HistoryRule.ALLOW));
    assertThat(HistoryRules.WARN.asking().confirmed())
        .isEqualTo(new HistoryRules(HistoryRule.REFUSE, HistoryRule.ALLOW, HistoryRule.ALLOW));
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

  private static SignaturePolicyBuilder featured() {
    return SignaturePolicy.require(SignatureRequirement.FEATURED);
  }

  private static List<Reason> reasons(Decision decision) {
    return decision.findings().stream().map(Finding::reason).toList();
  }

  private static Verdict verified(String id, String version) {
    return verified(id, version, KEY, FILES);
  }

  private static Verdict verified(String id, String version, String key, String files) {
    Signer signer = new Signer(id, "CN=ca", "1", key, Instant.EPOCH, Instant.MAX, "x", "CN=ca");
    return Verdict.of(new Subject(id, version, "00", files), List.of(), Optional.of(signer));
  }

  private static Verdict unsigned(String id) {
    return Verdict.of(
        new Subject(id, "3.0.0", "00"),
        List.of(Finding.at(Reason.MISSING_SIGNATURE, "signature.json", "There is none.")),
        Optional.empty());
  }
}
