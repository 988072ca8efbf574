package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoSignerTest {
  private static CoSigner with(Finding... findings) {
    return new CoSigner("store", "CN=ca", "ab".repeat(32), Instant.EPOCH, List.of(findings));
  }

  @Test
  void signature_whenNothingButNoticesIsSaidOfIt_isProven() {
    Finding problem = Finding.of(Reason.EXPIRED, "It ran out.");

    assertThat(with().isProven()).isTrue();
    assertThat(with(problem.asNotice()).isProven()).isTrue();
    assertThat(with(problem).isProven()).isFalse();
    assertThat(with(problem.asNotice(), problem).isProven()).isFalse();
  }

  @Test
  void signature_whenSomethingSpeaksAgainstIt_saysWhatWithoutTheNotices() {
    Finding soon = Finding.of(Reason.EXPIRES_SOON, "Soon.").asNotice();
    Finding over = Finding.of(Reason.EXPIRED, "It ran out.");
    Finding weak = Finding.of(Reason.WEAK_ALGORITHM, "It is weak.");

    assertThat(with(soon, over, weak).whyNot())
        .isEqualTo("EXPIRED: It ran out. WEAK_ALGORITHM: It is weak.");
    assertThat(with(soon).whyNot()).isEmpty();
  }
}
