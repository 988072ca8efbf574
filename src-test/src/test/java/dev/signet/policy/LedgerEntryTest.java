package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    assertThat(after(Optional.of(first), "1.10.0", KEY, NOW))
        .isEqualTo(
            new LedgerEntry("clock", "1.9.0", THEN, "1.10.0", KEY, NOW, List.of(KEY), Map.of()));
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
    assertThatIllegalArgumentException()
        .as("beside a right one among the keys")
        .isThrownBy(
            () -> new LedgerEntry("clock", "1", THEN, "1", keyId, THEN, List.of(KEY), Map.of()))
        .withMessageContaining("keyId");
  }

  @Test
  void id_whenEmpty_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LedgerEntry("", "1", THEN, "1", KEY, THEN))
        .withMessageContaining("id");
  }

  @Test
  void keys_whenTooManyAreConfirmed_areTheLatest() {
    LedgerEntry entry = after(Optional.empty(), "1", KEY, THEN);
    List<String> confirmed = new ArrayList<>(List.of(KEY));
    for (int i = 0; i < LedgerEntry.MAX_KEYS + 5; i++) {
      String key = String.format(Locale.ROOT, "%064x", i);
      confirmed.add(key);
      entry = entry.confirmed(new SignedRelease("clock", "1", key, ""), VersionOrder.semantic());
    }

    assertThat(entry.keys())
        .isEqualTo(confirmed.subList(confirmed.size() - LedgerEntry.MAX_KEYS, confirmed.size()));
  }

  @Test
  void highestVersion_isOnlyRaisedByAKnownKeyOrAConfirmation() {
    LedgerEntry first = after(Optional.empty(), "1.0.0", KEY, THEN);

    LedgerEntry admitted = after(Optional.of(first), "9.0.0", OTHER_KEY, NOW);

    assertThat(admitted.highestVersion()).isEqualTo("1.0.0");
    assertThat(after(Optional.of(admitted), "1.0.1", KEY, NOW).highestVersion()).isEqualTo("1.0.1");
    assertThat(confirmed(admitted, "9.0.0").highestVersion()).isEqualTo("9.0.0");
    assertThat(confirmed(admitted, "0.9.0").highestVersion()).isEqualTo("1.0.0");
    assertThat(confirmed(admitted, "no version").highestVersion()).isEqualTo("1.0.0");
  }

  private static LedgerEntry confirmed(LedgerEntry entry, String version) {
    return entry.confirmed(
        new SignedRelease("clock", version, OTHER_KEY, ""), VersionOrder.semantic());
  }

  @Test
  void key_whenAKnownOneVouchesForIt_isKnownAndOthersAreNot() {
    LedgerEntry first = after(Optional.empty(), "1", KEY, THEN);
    String third = "ef".repeat(32);

    LedgerEntry vouched = succeeding(first, OTHER_KEY, List.of(third, KEY));

    assertThat(vouched.keys()).containsExactly(KEY, OTHER_KEY);
    assertThat(succeeding(vouched, third, List.of(OTHER_KEY)).keys())
        .containsExactly(KEY, OTHER_KEY, third);
    assertThat(succeeding(first, OTHER_KEY, List.of(third)).keys()).containsExactly(KEY);
    assertThat(succeeding(first, OTHER_KEY, List.of()).keys()).containsExactly(KEY);
  }

  private static LedgerEntry succeeding(LedgerEntry before, String key, List<String> older) {
    return LedgerEntry.after(
        Optional.of(before),
        new SignedRelease("clock", "2", key, "12".repeat(64), older),
        NOW,
        VersionOrder.semantic());
  }

  @Test
  void releases_whenTooManyCome_areTheLatest() {
    LedgerEntry entry = release(Optional.empty(), 0);
    for (int i = 1; i < LedgerEntry.MAX_RELEASES + 5; i++) {
      entry = release(Optional.of(entry), i);
    }

    assertThat(entry.releases())
        .hasSize(LedgerEntry.MAX_RELEASES)
        .doesNotContainKeys("1.4", "1.0")
        .containsKeys("1.5", "1." + (LedgerEntry.MAX_RELEASES + 4));
  }

  private static LedgerEntry release(Optional<LedgerEntry> before, int number) {
    return LedgerEntry.after(
        before,
        new SignedRelease("clock", "1." + number, KEY, "12".repeat(64)),
        NOW,
        VersionOrder.semantic());
  }

  @Test
  void releaseOfWhichTheFilesAreNotKnown_isNotRemembered() {
    LedgerEntry entry = after(Optional.empty(), "1", KEY, THEN);

    assertThat(entry.releases()).isEmpty();
    assertThat(
            entry
                .confirmed(new SignedRelease("clock", "1", OTHER_KEY, ""), VersionOrder.semantic())
                .releases())
        .isEmpty();
  }

  @Test
  void keysAndReleases_whenTheyCannotBe_areRefused() {
    for (List<String> keys :
        List.of(List.<String>of(), List.of("ab"), List.of(KEY, KEY), many(LedgerEntry.MAX_KEYS))) {
      assertThatIllegalArgumentException().isThrownBy(() -> entry(keys, Map.of()));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> entry(List.of(KEY), Map.of("1", "12".repeat(32))))
        .withMessageContaining("filesDigest");
    Map<String, String> tooMany = new HashMap<>();
    many(LedgerEntry.MAX_RELEASES).forEach(each -> tooMany.put(each, "12".repeat(64)));
    assertThatIllegalArgumentException().isThrownBy(() -> entry(List.of(KEY), tooMany));
  }

  private static List<String> many(int count) {
    return IntStream.rangeClosed(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, "%064x", i))
        .toList();
  }

  private static LedgerEntry entry(List<String> keys, Map<String, String> releases) {
    return new LedgerEntry("clock", "1", THEN, "1", KEY, THEN, keys, releases);
  }

  private static LedgerEntry after(
      Optional<LedgerEntry> before, String version, String key, Instant at) {
    return LedgerEntry.after(
        before, new SignedRelease("clock", version, key, ""), at, VersionOrder.semantic());
  }
}
