package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {
  /** Scripts compare them, so that they are written down here a second time. */
  @ParameterizedTest
  @CsvSource({
    "MISSING_SIGNATURE,Signature data not found.",
    "MALFORMED_SIGNATURE,Signature data not found.",
    "SIGNATURE_DROPPED,Signature data not found.",
    "UNTRUSTED_CERTIFICATE,Certificate is not valid.",
    "INVALID_CERTIFICATE,Certificate is not valid.",
    "REVOKED,Certificate is not valid.",
    "EXPIRED,Certificate is not valid.",
    "REVOCATION_UNAVAILABLE,Certificate is not valid.",
    "WEAK_ALGORITHM,Certificate is not valid.",
    "BAD_SIGNATURE,Signature could not get verified.",
    "INVALID_HASH,''"
  })
  void originalMessage_isTheOriginalSystemsWordForWord(Reason reason, String message) {
    assertThat(reason.originalMessage()).isEqualTo(message);
  }

  @Test
  void originalMessage_whenTheScopeIsWrong_isAPatternOfBothNames() {
    assertThat(String.format(Reason.SCOPE_MISMATCH.originalMessage(), "clock", "other"))
        .isEqualTo(
            "Certificate is not valid for required scope. (Requested: clock, current: CN=other)");
  }

  @ParameterizedTest
  @EnumSource
  void remedyForWhoever_isASentenceThatNamesNoCode(Reason reason) {
    for (Audience reader : Audience.values()) {
      assertThat(reason.remedy().of(reader))
          .endsWith(".")
          .doesNotContain(Arrays.stream(Reason.values()).map(Reason::name).toArray(String[]::new));
    }
  }

  /** A verdict is the gravest of its problems' states. */
  @Test
  void states_areInTheOrderInWhichTheyOutweighEachOther() {
    assertThat(Reason.State.values())
        .containsExactly(
            Reason.State.UNSIGNED,
            Reason.State.INVALID,
            Reason.State.MODIFIED,
            Reason.State.EXPIRED,
            Reason.State.UNTRUSTED,
            Reason.State.REVOKED);
  }
}
