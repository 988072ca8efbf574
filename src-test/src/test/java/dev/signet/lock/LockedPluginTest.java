package dev.signet.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.signet.testkit.Locks;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockedPluginTest {
  private static final String DIGEST = "0a".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"core", "plugins-lock"})
  void id_whenReserved_isRefused(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Locks.of(id, "1.0", DIGEST, "a.zip"))
        .withMessageContaining("'" + id + "' is reserved");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\u0000", "a\u202eb", "a\ud800", "a\u200bb", "a\u00a0"})
  void text_whenEmptyOrUnseen_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Locks.of(text, "1", DIGEST, "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> Locks.of("a", text, DIGEST, "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> Locks.of("a", "1", DIGEST, text));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LockedPlugin("a", "1", DIGEST, "a", text, Optional.empty()));
  }

  @Test
  void text_whenAtItsBound_isTakenAndNotOneMore() {
    String most = "é".repeat(LockedPlugin.MAX_CHARS);

    assertThat(Locks.of(most, "1", DIGEST, "a").id()).isEqualTo(most);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Locks.of(most + "a", "1", DIGEST, "a"))
        .withMessageContaining("1 to 1000");
  }

  @Test
  void digest_whenNotSha512InLowerCaseHex_isRefused() {
    for (String digest :
        new String[] {"", "0a", DIGEST.toUpperCase(Locale.ROOT), DIGEST + "0", " " + DIGEST}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Locks.of("a", "1", digest, "a"))
          .withMessageContaining("digest");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-30T12:00:00.5Z", "+10000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"})
  void start_whenNoPlainDateInSeconds_isRefused(String instant) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LockedPlugin("a", "1", DIGEST, "a", "b", Optional.of(Instant.parse(instant))))
        .withMessageContaining("notBefore");
  }
}
