package dev.signet.verify;

import dev.signet.bundle.BundleKind;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Verdicts by content hash. A verdict is found again only for the same bytes, expectation, trust
 * store and day (UTC), and before any certificate or list of its path changes state; so nothing has
 * to be dropped by hand.
 */
final class VerdictCache {
  static final int ENTRIES = 1_000;

  private final Remembered<List<Object>, Dated> verdicts = new Remembered<>(ENTRIES);

  /**
   * What a verdict answers.
   *
   * @param subject of which the content hash stands for the bytes
   * @param structure what was found wrong before {@code signature.json} was looked at
   */
  record Question(
      Subject subject, BundleKind kind, Expectation expectation, List<Finding> structure) {
    Question {
      structure = List.copyOf(structure);
    }

    /** Returns all there is to it: linking what the compiler makes of records takes longer. */
    private List<Object> key(String trustFingerprint, LocalDate day) {
      return List.of(
          subject.id(),
          subject.version(),
          subject.contentDigest(),
          subject.filesDigest(),
          kind,
          expectation,
          structure,
          trustFingerprint,
          day);
    }
  }

  /**
   * A verdict and the span in which time alone cannot have changed it.
   *
   * @param from the check's instant, included
   * @param nextChange the first instant that may differ, excluded
   */
  record Dated(Verdict verdict, Instant from, Instant nextChange) {
    /** Returns it with other words for the same fact. */
    Dated as(Verdict words) {
      return new Dated(words, from, nextChange);
    }

    boolean covers(Instant at) {
      return !at.isBefore(from) && at.isBefore(nextChange);
    }
  }

  /**
   * Returns the verdict and its span, from the check or from memory.
   *
   * @param trustFingerprint of the store by which the check judges
   */
  Dated get(Question question, String trustFingerprint, Instant at, Supplier<Dated> check) {
    List<Object> key = question.key(trustFingerprint, LocalDate.ofInstant(at, ZoneOffset.UTC));
    Optional<Dated> known = verdicts.get(key).filter(dated -> dated.covers(at));
    if (known.isPresent()) {
      return known.get();
    }
    Dated fresh = check.get();
    verdicts.put(key, fresh);
    return fresh;
  }
}
