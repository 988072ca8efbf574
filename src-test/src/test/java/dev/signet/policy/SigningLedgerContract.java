package dev.signet.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every ledger keeps to, whatever stands behind it. */
public abstract class SigningLedgerContract {
  protected static final Instant MONDAY = Instant.parse("2026-01-05T08:00:00Z");
  protected static final Instant TUESDAY = Instant.parse("2026-01-06T08:00:00Z");
  protected static final String KEY = "ab".repeat(32);
  protected static final String OTHER_KEY = "cd".repeat(32);
  protected static final String FILES = "12".repeat(64);
  protected static final String OTHER_FILES = "34".repeat(64);

  /** Returns the ledger of the test. */
  protected abstract SigningLedger ledger();

  /** Records one release. */
  protected static void record(SigningLedger ledger, String id, String version, Instant at)
      throws LedgerException {
    ledger.record(List.of(release(id, version)), at, VersionOrder.semantic());
  }

  /** Returns a release made of {@link #FILES} and signed with {@link #KEY}. */
  protected static SignedRelease release(String id, String version) {
    return new SignedRelease(id, version, KEY, FILES);
  }

  @Test
  void ledger_whenNew_remembersNothing() throws LedgerException {
    assertThat(ledger().find("clock")).isEmpty();
    assertThat(ledger().entries()).isEmpty();
    assertThat(ledger().latestInstant()).isEmpty();
    assertThat(ledger().forget("clock")).isFalse();
  }

  @Test
  void firstRelease_whenRecorded_isRememberedAsSuch() throws LedgerException {
    record(ledger(), "clock", "1.2.0", MONDAY);

    assertThat(ledger().find("clock"))
        .contains(
            new LedgerEntry(
                "clock",
                "1.2.0",
                MONDAY,
                "1.2.0",
                KEY,
                MONDAY,
                List.of(KEY),
                Map.of("1.2.0", FILES)));
    assertThat(ledger().latestInstant()).contains(MONDAY);
    assertThat(ledger().find("Clock")).isEmpty();
  }

  @Test
  void laterRelease_whenRecorded_changesHighestVersionKeyAndTime() throws LedgerException {
    record(ledger(), "clock", "1.2.0", MONDAY);
    record(ledger(), "clock", "1.10.0", MONDAY);
    ledger()
        .record(
            List.of(new SignedRelease("clock", "1.11.0", OTHER_KEY, FILES)),
            TUESDAY,
            VersionOrder.semantic());

    assertThat(ledger().find("clock"))
        .contains(
            new LedgerEntry(
                "clock",
                "1.2.0",
                MONDAY,
                "1.10.0",
                OTHER_KEY,
                TUESDAY,
                List.of(KEY),
                Map.of("1.2.0", FILES, "1.10.0", FILES)));
  }

  @Test
  void otherKeyOrFiles_whenRecordedHoweverOften_areNotTakenForRight() throws LedgerException {
    record(ledger(), "clock", "1.2.0", MONDAY);
    for (int i = 0; i < 3; i++) {
      ledger()
          .record(
              List.of(
                  new SignedRelease("clock", "1.2.0", OTHER_KEY, FILES),
                  new SignedRelease("clock", "1.2.0", KEY, OTHER_FILES),
                  new SignedRelease("clock", "1.3.0", OTHER_KEY, OTHER_FILES)),
              TUESDAY,
              VersionOrder.semantic());
    }

    LedgerEntry entry = ledger().find("clock").orElseThrow();
    assertThat(entry.keys()).containsExactly(KEY);
    assertThat(entry.releases()).containsExactly(Map.entry("1.2.0", FILES));
  }

  @Test
  void release_whenConfirmed_isTakenForRightAndNothingElse() throws LedgerException {
    record(ledger(), "clock", "1.2.0", MONDAY);
    record(ledger(), "disk", "1.2.0", MONDAY);
    LedgerEntry before = ledger().find("clock").orElseThrow();

    assertThat(
            ledger()
                .confirm(
                    new SignedRelease("clock", "1.2.0", OTHER_KEY, OTHER_FILES),
                    VersionOrder.semantic()))
        .isTrue();

    LedgerEntry after = ledger().find("clock").orElseThrow();
    assertThat(after)
        .isEqualTo(
            new LedgerEntry(
                "clock",
                "1.2.0",
                before.firstAt(),
                "1.2.0",
                KEY,
                before.lastAt(),
                List.of(KEY, OTHER_KEY),
                Map.of("1.2.0", OTHER_FILES)));
    assertThat(ledger().find("disk").orElseThrow().keys()).containsExactly(KEY);
    assertThat(ledger().latestInstant()).contains(MONDAY);
    record(ledger(), "clock", "1.2.0", TUESDAY);
    assertThat(ledger().find("clock").orElseThrow().releases())
        .containsExactly(Map.entry("1.2.0", OTHER_FILES));
  }

  @Test
  void releaseOfAnUnknownPlugin_needNotBeConfirmed() throws LedgerException {
    assertThat(ledger().confirm(release("clock", "1.2.0"), VersionOrder.semantic())).isFalse();

    assertThat(ledger().entries()).isEmpty();
  }

  @Test
  void forgottenPlugin_whenItComesAgain_isSeenForTheFirstTime() throws LedgerException {
    record(ledger(), "clock", "1.2.0", MONDAY);
    ledger().forget("clock");
    ledger()
        .record(
            List.of(new SignedRelease("clock", "1.0.0", OTHER_KEY, OTHER_FILES)),
            TUESDAY,
            VersionOrder.semantic());

    LedgerEntry entry = ledger().find("clock").orElseThrow();
    assertThat(entry.keys()).containsExactly(OTHER_KEY);
    assertThat(entry.releases()).containsExactly(Map.entry("1.0.0", OTHER_FILES));
  }

  @Test
  void lowerOrIncomparableRelease_whenRecorded_leavesTheHighestVersion() throws LedgerException {
    record(ledger(), "clock", "2.0.0", MONDAY);
    record(ledger(), "clock", "1.9.0", TUESDAY);
    record(ledger(), "clock", "nonsense", TUESDAY);

    assertThat(ledger().find("clock"))
        .get()
        .extracting(LedgerEntry::highestVersion)
        .isEqualTo("2.0.0");
  }

  @Test
  void earlierInstant_whenRecorded_turnsNothingBack() throws LedgerException {
    record(ledger(), "clock", "1.0.0", TUESDAY);
    record(ledger(), "clock", "1.0.0", MONDAY);

    assertThat(ledger().latestInstant()).contains(TUESDAY);
    assertThat(ledger().find("clock")).get().extracting(LedgerEntry::lastAt).isEqualTo(TUESDAY);
  }

  @Test
  void nothing_whenRecorded_takesNoteOfTheTime() throws LedgerException {
    ledger().record(List.of(), MONDAY, VersionOrder.semantic());

    assertThat(ledger().latestInstant()).contains(MONDAY);
    assertThat(ledger().entries()).isEmpty();
  }

  @Test
  void severalReleases_whenRecorded_areListedById() throws LedgerException {
    ledger()
        .record(
            List.of(release("b", "1"), release("c", "1"), release("a", "1")),
            MONDAY,
            VersionOrder.semantic());

    assertThat(ledger().entries()).extracting(LedgerEntry::id).containsExactly("a", "b", "c");
    assertThat(ledger().entries()).isUnmodifiable();
  }

  @Test
  void forgottenPlugin_isNoLongerRememberedAndOthersAre() throws LedgerException {
    record(ledger(), "clock", "1.0.0", MONDAY);
    record(ledger(), "disk", "1.0.0", MONDAY);

    assertThat(ledger().forget("clock")).isTrue();

    assertThat(ledger().entries()).extracting(LedgerEntry::id).containsExactly("disk");
    assertThat(ledger().latestInstant()).contains(MONDAY);
  }

  @Test
  void instant_whenForgotten_startsAnew() throws LedgerException {
    record(ledger(), "clock", "1.0.0", TUESDAY);
    ledger().forgetInstant();
    assertThat(ledger().latestInstant()).isEmpty();

    record(ledger(), "clock", "1.0.0", MONDAY);

    assertThat(ledger().latestInstant()).contains(MONDAY);
  }

  @Test
  void reset_forgetsEverythingAndGoesOn() throws LedgerException {
    record(ledger(), "clock", "1.0.0", MONDAY);
    ledger().reset();
    assertThat(ledger().entries()).isEmpty();
    assertThat(ledger().latestInstant()).isEmpty();

    record(ledger(), "clock", "0.1.0", MONDAY);

    assertThat(ledger().find("clock")).isPresent();
  }

  @Test
  void recordingByManyThreads_losesNothing() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String id = "p" + i % 10;
        String version = "1." + i;
        running.add(
            pool.submit(
                () -> {
                  record(ledger(), id, version, MONDAY);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(ledger().entries())
        .hasSize(10)
        .allSatisfy(
            entry -> assertThat(entry.highestVersion()).isEqualTo("1.3" + entry.id().substring(1)));
  }

  @Test
  void texts_whenOfAnyScript_comeBackAsTheyWere() throws LedgerException {
    String version = "1.0-\u202e\u0000\"\\ \ud83d\ude00\u00e9";
    record(ledger(), "\u00e9\ud83d\ude00", version, MONDAY);

    assertThat(ledger().find("\u00e9\ud83d\ude00"))
        .get()
        .extracting(LedgerEntry::highestVersion)
        .isEqualTo(version);
  }

  @Test
  void release_whenTooLongOrNone_cannotBeMade() {
    String tooLong = "1".repeat(SignedRelease.MAX_CHARS + 1);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> release("clock", tooLong));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> release(tooLong, "1"));
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> release("", "1"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new SignedRelease("clock", "1", "AB".repeat(32), ""));
  }
}
