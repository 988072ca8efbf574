package dev.signet.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signet.bundle.BundleKind;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.lang.reflect.RecordComponent;
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

  /** What a question is known by is written out; a part that were left out would be mistaken. */
  @Test
  void question_whenAnyPartOfTheSubjectDiffers_isAnother() throws Exception {
    RecordComponent[] parts = Subject.class.getRecordComponents();
    Object[] same = {"clock", "1", "aa", "bb"};
    assertThat(parts).hasSameSizeAs(same);
    ask(subject(same), NOON, Instant.MAX);
    for (int i = 0; i < parts.length; i++) {
      Object[] other = same.clone();
      other[i] = "other";
      ask(subject(other), NOON, Instant.MAX);
      ask(subject(other), NOON, Instant.MAX);
      assertThat(checks).as(parts[i].getName()).isEqualTo(i + 2);
    }
  }

  private static Subject subject(Object[] parts) throws ReflectiveOperationException {
    return Subject.class
        .getDeclaredConstructor(String.class, String.class, String.class, String.class)
        .newInstance(parts);
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
