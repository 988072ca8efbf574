package dev.signet.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignerTest {
  private static final Signer ALONE =
      new Signer(
          "clock", "CN=ca", "1", "ab".repeat(32), Instant.EPOCH, Instant.MAX, "x", "CN=root");

  @Test
  void signer_whenOlderKeysVouchForItsKey_isTheSameButForThem() {
    List<String> older = new ArrayList<>(List.of("cd".repeat(32)));

    Signer succeeding = ALONE.succeeding(older);
    older.clear();

    assertThat(ALONE.predecessors()).isEmpty();
    assertThat(succeeding.predecessors()).containsExactly("cd".repeat(32));
    assertThat(succeeding.succeeding(List.of())).isEqualTo(ALONE);
  }
}
