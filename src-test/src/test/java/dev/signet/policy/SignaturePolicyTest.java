package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.policy.Decision.Action;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Signer;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturePolicyTest {
  private static final Subject CLOCK = new Subject("clock", "1.0", "ab");
  private static final Signer SIGNER =
      new Signer("clock", "CN=ca", "1", "0".repeat(64), Instant.EPOCH, Instant.MAX, "x", "CN=ca");

  @Test
  void verifiedWhenNothingToTellIsAdmitted() {
    Decision decision = all().build().decide(verdict());
    assertThat(decision.action()).isEqualTo(Action.ADMIT);
    assertThat(decision.explanation()).contains("clock").contains("CN=ca");
  }

  @Test
  void verifiedWhenThereAreNoticesIsAdmittedAndReported() {
    Verdict verdict = verdict(Finding.of(Reason.WEAK_ALGORITHM, "Legacy algorithm.").asNotice());
    assertThat(all().build().decide(verdict).action()).isEqualTo(Action.WARN);
  }

  @Test
  void unsignedWhenAllMustBeSignedIsRefused() {
    Decision decision = all().build().decide(unsigned());
    assertThat(decision.action()).isEqualTo(Action.REFUSE);
    assertThat(decision.explanation()).contains("not signed").doesNotContain("tampered");
  }

  @Test
  void unsignedWhenAllowedByIdIsReported() {
    SignaturePolicy policy = all().allowUnsigned(Set.of("clock")).build();
    assertThat(policy.decide(unsigned()).action()).isEqualTo(Action.WARN);
  }

  @Test
  void unsignedWhenOnlyFeaturedMustBeSignedIsReported() {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED).featured(Set.of("other")).build();
    assertThat(policy.decide(unsigned()).action()).isEqualTo(Action.WARN);
  }

  @Test
  void unsignedWhenFeaturedIsRefusedEvenIfAllowed() {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED)
            .featured(Set.of("clock"))
            .allowUnsigned(Set.of("clock"))
            .build();
    assertThat(policy.decide(unsigned()).action()).isEqualTo(Action.REFUSE);
  }

  @ParameterizedTest
  @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "MISSING_SIGNATURE")
  void anyProblemWhenOnTheAllowListIsRefusedOnStable(Reason reason) {
    SignaturePolicy policy =
        SignaturePolicy.require(SignatureRequirement.FEATURED)
            .allowUnsigned(Set.of("clock"))
            .build();
    Verdict verdict = verdict(Finding.of(reason, "So it is."));
    assertThat(policy.decide(verdict).action()).isEqualTo(Action.REFUSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"beta", "daily", "git", "", "Stable", "stable "})
  void problemWhenChannelIsNotStableIsReportedOnly(String channel) {
    Decision decision =
        all()
            .channel(new ReleaseChannel(channel))
            .build()
            .decide(verdict(Finding.of(Reason.BAD_SIGNATURE, "So it is.")));
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.explanation()).contains("would have been refused on stable");
  }

  @Test
  void problemWhenCheckingIsOffIsReportedAsSuch() {
    Decision decision = all().checkingOff().build().decide(unsigned());
    assertThat(decision.action()).isEqualTo(Action.WARN);
    assertThat(decision.explanation()).contains("switched off");
  }

  @Test
  void unreadableWhenChannelIsNotStableIsRefusedAllTheSame() {
    Verdict verdict =
        Verdict.of(
            new Subject("clock", "", ""),
            List.of(Finding.of(Reason.MALFORMED_ARCHIVE, "Broken.")),
            Optional.empty());
    SignaturePolicy policy = all().channel(new ReleaseChannel("git")).checkingOff().build();
    assertThat(policy.decide(verdict).action()).isEqualTo(Action.REFUSE);
  }

  private static SignaturePolicy.Builder all() {
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
