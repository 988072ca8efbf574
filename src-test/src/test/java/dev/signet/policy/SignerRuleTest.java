package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignerRuleTest {
  @Test
  void rule_asksForManyAndForSomebodyByName() {
    SignerRule rule = SignerRule.requireSigners(2).alsoSignedBy("store").alsoSignedBy("store");

    assertThat(rule).isEqualTo(new SignerRule(2, Set.of("store")));
    assertThat(rule.asksForMore()).isTrue();
    assertThat(SignerRule.requireSigners(1).asksForMore()).isFalse();
    assertThat(SignerRule.requireSigners(1).alsoSignedBy("store").asksForMore()).isTrue();
  }

  @Test
  void rules_whenJoined_askForWhatEitherDoes() {
    assertThat(
            SignerRule.requireSigners(3)
                .alsoSignedBy("store")
                .and(SignerRule.requireSigners(2).alsoSignedBy("reviewer")))
        .isEqualTo(new SignerRule(3, Set.of("store", "reviewer")));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10, Integer.MAX_VALUE})
  void signers_whenNoSuchNumberCanSign_areRefused(int signers) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignerRule.requireSigners(signers))
        .withMessageContaining("1 to 9");
  }

  @Test
  void scope_whenEmptyOrTooMany_isRefused() {
    SignerRule rule = SignerRule.requireSigners(1);
    assertThatIllegalArgumentException().isThrownBy(() -> rule.alsoSignedBy(""));
    SignerRule full = rule;
    for (int i = 0; i < 8; i++) {
      full = full.alsoSignedBy("store" + i);
    }
    SignerRule most = full;
    assertThatIllegalArgumentException().isThrownBy(() -> most.alsoSignedBy("one more"));
  }
}
