package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerEntryTest {
  private static final String KEY = "ab".repeat(32);
  private static final String OTHER_KEY = "cd".repeat(32);
  private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

  @Test
  void entry_whenItIsTheFirst_knowsOneVersionAndOneInstant() {
    assertThat(after(Optional.empty(), "1.0.0", KEY, THEN))
        .isEqualTo(new LedgerEntry("clock", "1.0.0", THEN, "1.0.0", KEY, THEN));
  }

  @Test
  void entry_whenAHigherVersionFollows_keepsTheFirstAndTakesTheHigher() {
    LedgerEntry first = after(Optional.empty(), "1.9.0", KEY, THEN);

    assertThat(after(Optional.of(first), "1.10.0", OTHER_KEY, NOW))
        .isEqualTo(new LedgerEntry("clock", "1.9.0", THEN, "1.10.0", OTHER_KEY, NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8.0", "1.9.0", "", "no version"})
  void entry_whenNoHigherVersionFollows_keepsTheHighest(String version) {
    LedgerEntry first = after(Optional.empty(), "1.9.0", KEY, THEN);

    assertThat(after(Optional.of(first), version, KEY, NOW).highestVersion()).isEqualTo("1.9.0");
  }

  @Test
  void entry_whenTheClockWentBack_keepsTheLaterInstant() {
    LedgerEntry first = after(Optional.empty(), "1.0.0", KEY, NOW);

    assertThat(after(Optional.of(first), "1.1.0", KEY, THEN).lastAt()).isEqualTo(NOW);
  }

  @Test
  void entry_whenOnlyItsLastInstantDiffers_isTheSameButForTime() {
    LedgerEntry first = after(Optional.empty(), "1.0.0", KEY, THEN);

    assertThat(first.isSameButForTime(after(Optional.of(first), "1.0.0", KEY, NOW))).isTrue();
    assertThat(first.isSameButForTime(after(Optional.of(first), "1.0.0", OTHER_KEY, NOW)))
        .isFalse();
    assertThat(first.isSameButForTime(after(Optional.of(first), "1.1.0", KEY, NOW))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "AB", "zz"})
  void keyId_whenNot64LowerCaseHexDigits_isRefused(String part) {
    String keyId = part.length() == 2 && !part.equals("ab") ? part.repeat(32) : part;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LedgerEntry("clock", "1", THEN, "1", keyId, THEN))
        .withMessageContaining("keyId");
  }

  @Test
  void id_whenEmpty_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LedgerEntry("", "1", THEN, "1", KEY, THEN))
        .withMessageContaining("id");
  }

  private static LedgerEntry after(
      Optional<LedgerEntry> before, String version, String key, Instant at) {
    return LedgerEntry.after(
        before, new SignedRelease("clock", version, key), at, VersionOrder.semantic());
  }
}
