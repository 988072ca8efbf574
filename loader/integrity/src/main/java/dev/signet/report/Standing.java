package dev.signet.report;

import dev.signet.policy.Decision;
import dev.signet.verdict.Verdict;
import java.util.Locale;
import java.util.Objects;

/**
 * Where one target stands, for people: never scanned, passed, to be looked at, or bad. Nothing in
 * it comes from the bundle.
 *
 * @param grade how urgent it is
 * @param label one to three lower-case words
 * @param meaning one or two sentences: what this means
 */
public record Standing(Grade grade, String label, String meaning) {

  /** How urgent it is. */
  public enum Grade {
    /** Nothing speaks against it. */
    GOOD,
    /** It runs, and somebody should read what is said about it. */
    NOTICE,
    /** It was never scanned: nothing is known. */
    UNKNOWN,
    /** It is refused, would be on stable, or could not be scanned. */
    BAD;

    /** Returns it in lower case, as in names of style sheet classes. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks that nothing is null. */
  public Standing {
    Objects.requireNonNull(grade, "grade");
    Objects.requireNonNull(label, "label");
    Objects.requireNonNull(meaning, "meaning");
  }

  /** Returns where a target stands. */
  public static Standing of(IntegrityState state) {
    if (state.failure().isPresent()) {
      return new Standing(
          Grade.BAD,
          "scan failed",
          state.isNeverScanned()
              ? "It could not be scanned, so nothing is known about it."
              : "It could not be scanned again. What is told here is from the scan before.");
    }
    return state
        .result()
        .map(result -> of(result, state.running()))
        .orElse(
            new Standing(
                Grade.UNKNOWN, "never scanned", "Nothing is known about it until it is scanned."));
  }

  private static Standing of(IntegrityResult result, boolean running) {
    Verdict verdict = result.verdict();
    String meaning = Wording.meaning(verdict) + " " + consequence(result, running);
    return switch (result.action()) {
      case ADMIT ->
          new Standing(verdict.isVerified() ? Grade.GOOD : Grade.NOTICE, verdict.word(), meaning);
      case WARN ->
          new Standing(
              result.refusedOnStable() || isBroken(verdict) ? Grade.BAD : Grade.NOTICE,
              verdict.word(),
              meaning);
      case REFUSE ->
          new Standing(Grade.BAD, verdict.isVerified() ? "refused" : verdict.word(), meaning);
    };
  }

  /** The host's own folder is never refused, however bad it is. */
  private static boolean isBroken(Verdict verdict) {
    return verdict.fold(verified -> false, unsigned -> false, rejected -> true);
  }

  private static String consequence(IntegrityResult result, boolean running) {
    if (result.target().isCore()) {
      return result.action() == Decision.Action.ADMIT
          ? "It is the host itself."
          : "It is the host itself, which goes on running.";
    }
    if (result.checkingOff()) {
      return "Checking is off, so it is loaded whatever was found.";
    }
    return switch (result.action()) {
      case ADMIT -> running ? "It runs." : "It may run.";
      case WARN ->
          (running ? "It runs." : "It may run.")
              + (result.refusedOnStable() ? " The channel stable would refuse it." : "");
      case REFUSE ->
          running
              ? "What runs is a copy of what was here before; the next start refuses it."
              : "It is refused and does not run.";
    };
  }
}
