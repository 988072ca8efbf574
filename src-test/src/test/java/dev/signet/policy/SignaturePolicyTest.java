package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.signet.policy.Decision.Action;
import dev.signet.verdict.Dimension;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturePolicyTest {
  private static final VersionOrder ANY_ORDER = (version, other) -> OptionalInt.empty();
  private static final Subject CLOCK = new Subject("clock", "1.0", "ab");
  private static final Signer SIGNER =
      new Signer("clock", "CN=ca", "1", "0".repeat(64), Instant.EPOCH, Instant.MAX, "x", "CN=ca");

  @Test
  void digest_whenAnythingIsDecidedOtherwise_isAnother() {
    SignerRule two = SignerRule.requireSigners(2);
    List<SignaturePolicyBuilder> policies =
        List.of(
            all(),
            SignaturePolicy.require(SignatureRequirement.FEATURED),
            all().channel(new ReleaseChannel("beta")),
            all().enforcement(Dimension.EXPIRY, Enforcement.OFF),
            all().featured(Set.of("a", "b")),
            all().featured(Set.of("a, b")),
            all().allowUnsigned(Set.of("a", "b")),
            all().signers(two),
            all().signers(two.alsoSignedBy("store")),
            all().featuredSigners(two),
            all().signers("a", two),
            all().signers("b", two),
            all().downgrades(HistoryRule.REFUSE),
            all().newKeys(HistoryRule.REFUSE),
            all().changedReleases(HistoryRule.REFUSE),
            all().checkingOff(),
            all().refuseLessTrustedDependencies());

    assertThat(policies).extracting(policy -> policy.build().digest()).doesNotHaveDuplicates();
    assertThat(all().featured(Set.of("b")).featured(Set.of("a")).build().digest())
        .isEqualTo(all().featured(Set.of("a", "b")).build().digest())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void verified_whenNothingToTell_isAdmitted() {
    Decision decision = all().build().decide(verdict());
    assertThat(decision.action()).isEqualTo(Action.ADMIT);
    assertThat(decision.explanation()).contains("clock").contains("CN=ca");
  }

  @Test
  void verified_whenThereAreNotices_isAdmittedAndReported() {
    Verdict verdict = verdict(Finding.of(Reason.WEAK_ALGORITHM, "Legacy algorithm.").asNotice());
    assertThat(all().build().decide(verdict).action()).isEqualTo(Action.WARN);
  }

  @Test
  void unsigned_whenAllMustBeSigned_isRefused() {
    Decision decision = all().build().decide(unsigned());
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.explanation()).contains("not signed").doesNotContain("tampered");
  }

  @Test
  void unsigned_whenAllowedById_isReported() {
    SignaturePolicy policy = all().allowUnsigned(Set.of("clock")).build();
    assertThat(policy.decide(unsigned()).action()).isEqualTo(Action.WARN);
  }

  @Test
  void unsigned_whenOnlyFeaturedMustBeSigned_isReported() {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED).featured(Set.of("other")).build();
    assertThat(policy.decide(unsigned()).action()).isEqualTo(Action.WARN);
  }

  @Test
  void unsigned_whenFeatured_isRefusedEvenIfAllowed() {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED)
            .featured(Set.of("clock"))
            .allowUnsigned(Set.of("clock"))
            .build();
    assertThat(policy.decide(unsigned()).action()).isEqualTo(Action.REFUSE);
  }

  @ParameterizedTest
  @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "MISSING_SIGNATURE")
  void anyProblem_whenOnTheAllowList_isRefusedOnStable(Reason reason) {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED)
            .allowUnsigned(Set.of("clock"))
            .build();
    Verdict verdict = verdict(Finding.of(reason, "So it is."));
    assertThat(policy.decide(verdict).action()).isEqualTo(Action.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"beta", "daily", "git", "", "Stable", "stable "})
  void problem_whenChannelIsNotStable_isReportedOnly(String channel) {
    Decision decision =
        all()
            .channel(new ReleaseChannel(channel))
            .build()
            .decide(verdict(Finding.of(Reason.BAD_SIGNATURE, "So it is.")));
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.explanation()).contains("would have been refused on stable");
  }

  @Test
  void problem_whenCheckingIsOff_isReportedAsSuch() {
    Decision decision = all().checkingOff().build().decide(unsigned());
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.explanation()).contains("switched off");
  }

  @Test
  void unreadable_whenChannelIsNotStable_isRefusedAllTheSame() {
    Verdict verdict =
        Verdict.of(
            new Subject("clock", "", ""),
            List.of(Finding.of(Reason.MALFORMED_ARCHIVE, "Broken.")),
            Optional.empty());
    SignaturePolicy policy = all().channel(new ReleaseChannel("git")).checkingOff().build();
    assertThat(policy.decide(verdict).action()).isEqualTo(Action.REFUSE);
  }

  @Test
  void policy_whenNothingIsRequired_isNone() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SignaturePolicy.builder().build())
        .withMessageContaining("there is no default");
  }

  @Test
  void policy_saysWhatTheHostChose() {
    SignaturePolicy plain = all().build();
    SignaturePolicy chosen =
        all()
            .downgrades(HistoryRule.REFUSE)
            .versionOrder(ANY_ORDER)
            .refuseLessTrustedDependencies()
            .build();

    assertThat(plain.history()).isEqualTo(HistoryRules.WARN);
    assertThat(plain.refusesLessTrustedDependencies()).isFalse();
    assertThat(chosen.history()).isEqualTo(HistoryRules.WARN.withDowngrades(HistoryRule.REFUSE));
    assertThat(chosen.versionOrder()).isSameAs(ANY_ORDER);
    assertThat(chosen.refusesLessTrustedDependencies()).isTrue();
  }

  @Test
  void refusal_whenItsReasonLiesOutsideTheBundle_keepsTheVerdictOnAnyChannel() {
    Finding dependency = Finding.of(Reason.DEPENDENCY_REFUSED, "So it is.");
    Decision decision =
        all().channel(new ReleaseChannel("git")).build().refuse(verdict(), dependency);

    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.verdict()).isEqualTo(verdict());
    assertThat(decision.circumstances()).containsExactly(dependency);
  }

  @Test
  void refusal_whenNothingWasLookedInto_namesNoPlugin() {
    Finding problem = Finding.of(Reason.IO_ERROR, "So it is.");
    Decision decision = all().channel(new ReleaseChannel("git")).build().refuseUnseen(problem);

    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.verdict().subject()).isEqualTo(Subject.UNKNOWN);
    assertThat(decision.findings()).containsExactly(problem);
  }

  @Test
  void decision_whenItWouldBeARefusalOnStable_isToldOf() {
    Finding problem = Finding.of(Reason.BAD_SIGNATURE, "So it is.");
    Finding notice = Finding.of(Reason.WEAK_ALGORITHM, "So it is.").asNotice();
    SignaturePolicy lax = all().channel(new ReleaseChannel("git")).build();
    SignaturePolicy allowing = all().allowUnsigned(Set.of("clock")).build();

    assertThat(lax.refusesOnStable(lax.decide(verdict()))).isFalse();
    assertThat(lax.refusesOnStable(lax.decide(verdict(notice)))).isFalse();
    assertThat(allowing.refusesOnStable(allowing.decide(unsigned()))).isFalse();
    assertThat(lax.refusesOnStable(lax.decide(unsigned()))).isTrue();
    assertThat(lax.refusesOnStable(lax.decide(verdict(problem)))).isTrue();
    assertThat(lax.refusesOnStable(lax.refuse(verdict(), notice))).isTrue();
    assertThat(lax.refusesOnStable(lax.decide(verdict()).adding(problem))).isTrue();
  }

  private static SignaturePolicyBuilder all() {
    return SignaturePolicy.require(SignatureRequirement.ALL);
  }

  private static Verdict verdict(Finding... findings) {
    return Verdict.of(CLOCK, List.of(findings), Optional.of(SIGNER));
  }

  private static Verdict unsigned() {
    return Verdict.of(
        CLOCK,
        List.of(Finding.at(Reason.MISSING_SIGNATURE, "signature.json", "There is none.")),
        Optional.empty());
  }
}
