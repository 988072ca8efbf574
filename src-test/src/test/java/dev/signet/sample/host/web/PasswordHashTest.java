package dev.signet.sample.host.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  /** As the argon2 program wrote it. */
  private static final String OF_ARGON2 =
      "$argon2id$v=19$m=256,t=3,p=4$YW5vdGhlciBzYWx0IGhlcmU$HeUhvVG78YYOi5QsD21VB2ZjO5HFz1EL";

  @Test
  void hashOfTheArgon2Program_isUnderstood() {
    PasswordHash hash = PasswordHash.parse(OF_ARGON2);
    assertThat(hash.matches("p\u00e4ssword")).isTrue();
    assertThat(hash.matches("password")).isFalse();
    assertThat(hash.matches("")).isFalse();
    assertThat(hash).hasToString(OF_ARGON2);
  }

  @Test
  void hash_whenItWasMadeHere_isReadBack() {
    PasswordHash hash = PasswordHash.of("secret", new SecureRandom());
    assertThat(hash.toString()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHash.parse(hash.toString()).matches("secret")).isTrue();
  }

  @Test
  void samePassword_hashesToSomethingElse() {
    SecureRandom random = new SecureRandom();
    assertThat(PasswordHash.of("secret", random).toString())
        .isNotEqualTo(PasswordHash.of("secret", random).toString());
  }

  @Test
  void endlessPassword_isNotEvenHashed() {
    assertThat(PasswordHash.parse(OF_ARGON2).matches("x".repeat(1_025))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=256,t=3,p=4$YW5vdGhlciBzYWx0IGhlcmU$HeUhvVG78YYOi5QsD21VB2ZjO5HFz1EL",
        "$argon2id$v=19$m=9999999,t=3,p=4$YW5vdGhlciBzYWx0IGhlcmU$HeUhvVG78YYOi5QsD21VB2ZjO5HFz1EL",
        "$argon2id$v=19$m=256,t=99,p=4$YW5vdGhlciBzYWx0IGhlcmU$HeUhvVG78YYOi5QsD21VB2ZjO5HFz1EL",
        "$argon2id$v=19$m=256,t=0,p=4$YW5vdGhlciBzYWx0IGhlcmU$HeUhvVG78YYOi5QsD21VB2ZjO5HFz1EL",
        "$argon2id$v=19$m=8,t=3,p=4$YW5vdGhlciBzYWx0IGhlcmU$HeUhvVG78YYOi5QsD21VB2ZjO5HFz1EL",
        "$argon2id$v=19$m=256,t=3,p=4$YW5vdGhlciBzYWx0IGhlcmU$short",
      })
  void text_whenItIsNoHashOrTooDear_isRefusedWithoutRepeatingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.parse(text))
        .withMessageContaining("should")
        .satisfies(e -> assertThat(text.isEmpty() || !e.toString().contains(text)).isTrue());
  }
}
