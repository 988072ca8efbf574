package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Subject CLOCK = new Subject("clock", "1", "aa");

  private final VerdictCache cache = new VerdictCache();
  private String trust = "trust";
  private int checks;

  @Test
  void question_whenAskedAgainTheSameDay_isNotCheckedAgain() {
    ask(CLOCK, NOON, Instant.MAX);
    ask(CLOCK, NOON.plusSeconds(60), Instant.MAX);
    assertThat(checks).isEqualTo(1);
  }

  @Test
  void question_whenAskedTheNextDay_isCheckedAgain() {
    ask(CLOCK, NOON, Instant.MAX);
    ask(CLOCK, NOON.plus(Duration.ofDays(1)), Instant.MAX);
    assertThat(checks).isEqualTo(2);
  }

  @Test
  void question_whenSomethingChangesStateMeanwhile_isCheckedAgain() {
    ask(CLOCK, NOON, NOON.plusSeconds(60));
    ask(CLOCK, NOON.plusSeconds(59), NOON.plusSeconds(60));
    assertThat(checks).isEqualTo(1);
    ask(CLOCK, NOON.plusSeconds(60), Instant.MAX);
    assertThat(checks).isEqualTo(2);
  }

  @Test
  void question_whenTheClockWentBack_isCheckedAgain() {
    ask(CLOCK, NOON, Instant.MAX);
    ask(CLOCK, NOON.minusSeconds(1), Instant.MAX);
    assertThat(checks).isEqualTo(2);
  }

  @Test
  void question_whenTrustChanged_isCheckedAgain() {
    ask(CLOCK, NOON, Instant.MAX);
    trust = "other trust";
    ask(CLOCK, NOON, Instant.MAX);
    assertThat(checks).isEqualTo(2);
  }

  @Test
  void question_whenContentExpectationKindOrStructureDiffer_isAnother() {
    ask(CLOCK, NOON, Instant.MAX);
    ask(new Subject("clock", "1", "ab"), NOON, Instant.MAX);
    ask(question(CLOCK, BundleKind.JAR, Expectation.PLUGIN), NOON, Instant.MAX);
    ask(question(CLOCK, BundleKind.ZIP, Expectation.PLUGIN.withId("x")), NOON, Instant.MAX);
    Finding notice = Finding.of(Reason.PATH_COLLISION, "Twins.").asNotice();
    ask(
        new VerdictCache.Question(CLOCK, BundleKind.ZIP, Expectation.PLUGIN, List.of(notice)),
        NOON,
        Instant.MAX);
    assertThat(checks).isEqualTo(5);
  }

  private void ask(Subject subject, Instant at, Instant nextChange) {
    ask(question(subject, BundleKind.ZIP, Expectation.PLUGIN), at, nextChange);
  }

  private void ask(VerdictCache.Question question, Instant at, Instant nextChange) {
    cache.get(
        question,
        trust,
        at,
        () -> {
          checks++;
          Verdict verdict =
              Verdict.of(
                  question.subject(),
                  List.of(Finding.of(Reason.MISSING_SIGNATURE, "None.")),
                  Optional.empty());
          return new VerdictCache.Dated(verdict, at, nextChange);
        });
  }

  private static VerdictCache.Question question(
      Subject subject, BundleKind kind, Expectation expectation) {
    return new VerdictCache.Question(subject, kind, expectation, List.of());
  }
}
