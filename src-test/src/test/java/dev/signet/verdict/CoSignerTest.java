package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoSignerTest {
  private static CoSigner with(Finding... findings) {
    return new CoSigner("store", "CN=ca", "ab".repeat(32), List.of(findings));
  }

  @Test
  void signature_whenNothingButNoticesIsSaidOfIt_isProven() {
    Finding problem = Finding.of(Reason.EXPIRED, "It ran out.");

    assertThat(with().isProven()).isTrue();
    assertThat(with(problem.asNotice()).isProven()).isTrue();
    assertThat(with(problem).isProven()).isFalse();
    assertThat(with(problem.asNotice(), problem).isProven()).isFalse();
  }
}
