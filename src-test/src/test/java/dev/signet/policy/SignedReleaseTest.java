package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class SignedReleaseTest {
  private static final String KEY = "ab".repeat(32);
  private static final Subject CLOCK = new Subject("clock", "1.0", "");
  private static final Signer SIGNER =
      new Signer("clock", "CN=ca", "1", KEY, Instant.EPOCH, Instant.MAX, "x", "CN=ca");

  @Test
  void release_whenAtItsBounds_isMade() {
    String longest = "x".repeat(SignedRelease.MAX_CHARS);

    assertThat(new SignedRelease(longest, longest, KEY, "").id()).isEqualTo(longest);
    assertThat(new SignedRelease("x", "", KEY, "").version()).isEmpty();
  }

  @Test
  void release_whenBeyondItsBounds_isRefusedAndNamesTheValue() {
    String tooLong = "x".repeat(SignedRelease.MAX_CHARS + 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("", "1", KEY, ""))
        .withMessageContaining("id: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease(tooLong, "1", KEY, ""))
        .withMessageContaining("id: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("x", tooLong, KEY, ""))
        .withMessageContaining("version: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("x", "1", "x", ""))
        .withMessageContaining("keyId: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("x", "1", KEY, "ab"))
        .withMessageContaining("filesDigest");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignedRelease("x", "1", KEY, "", List.of(KEY, "ab")))
        .withMessageContaining("keyId: ");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void releaseAsSigned_whenThereIsAProblem_isOneOnlyIfThatCameLater(Reason reason) {
    Optional<SignedRelease> release =
        SignedRelease.asSigned(verdict(SIGNER, Finding.of(reason, "So it is.")));

    assertThat(release.isPresent())
        .isEqualTo(
            Set.of(
                    Reason.REVOKED,
                    Reason.EXPIRED,
                    Reason.EXPIRES_SOON,
                    Reason.INVALID_TIMESTAMP,
                    Reason.CLOCK_WENT_BACK,
                    Reason.REVOCATION_UNAVAILABLE)
                .contains(reason));
    assertThat(SignedRelease.asSigned(verdict(SIGNER, Finding.of(reason, "Or so.").asNotice())))
        .hasValue(new SignedRelease("clock", "1.0", KEY, "", List.of()));
  }

  @Test
  void releaseAsSigned_whenNobodySignedForOthers_isNone() {
    Finding expired = Finding.of(Reason.EXPIRED, "So it is.");
    Signer developer =
        new Signer(
            "clock", "CN=ca", "1", KEY, Instant.EPOCH, Instant.MAX, "x", "CN=ca", List.of(), true);

    assertThat(SignedRelease.asSigned(verdict(developer))).isEmpty();
    assertThat(SignedRelease.asSigned(Verdict.of(CLOCK, List.of(expired), Optional.empty())))
        .isEmpty();
    assertThat(SignedRelease.of(verdict(SIGNER))).isPresent();
    assertThat(SignedRelease.of(verdict(SIGNER, expired)))
        .as("as signed, and not verified")
        .isEmpty();
  }

  private static Verdict verdict(Signer signer, Finding... findings) {
    return Verdict.of(CLOCK, List.of(findings), Optional.of(signer));
  }
}
