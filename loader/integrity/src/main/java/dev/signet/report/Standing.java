package dev.signet.report;

import dev.signet.policy.Decision;
import dev.signet.verdict.Dimension;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Verdict;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where one target stands, for people: never scanned, passed, to be looked at, or bad. Nothing in
 * it comes from the bundle.
 *
 * @param grade how urgent it is
 * @param label one to three lower-case words
 * @param meaning one or two sentences: what this means
 * @param consequence one or two sentences: what the host makes of it
 */
public record Standing(Grade grade, String label, String meaning, String consequence) {

  /** How urgent it is. */
  public enum Grade {
    /** Nothing speaks against it. */
    GOOD,
    /** It runs, and somebody should read what is said about it. */
    NOTICE,
    /** It was never scanned: nothing is known. */
    UNKNOWN,
    /** It is refused, would be on stable, does not run, or could not be scanned. */
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
    Objects.requireNonNull(consequence, "consequence");
  }

  /** Returns where a target stands. */
  public static Standing of(IntegrityState state) {
    if (state.failure().isPresent()) {
      return new Standing(
          Grade.BAD,
          "scan failed",
          state.isNeverScanned()
              ? "It could not be scanned, so nothing is known about it."
              : "It could not be scanned again. What is told here is from the scan before.",
          state.running() ? "It runs." : "");
    }
    if (state.notRunning().isPresent()) {
      return new Standing(
          Grade.BAD,
          state.notRunning().get().kind().label(),
          state.result().map(result -> Wording.meaning(result.verdict())).orElse(""),
          "It was admitted, and does not run.");
    }
    Standing found =
        state
            .result()
            .map(result -> of(result, state.running()))
            .orElse(
                new Standing(
                    Grade.UNKNOWN,
                    "never scanned",
                    "Nothing is known about it until it is scanned.",
                    state.running() ? "It runs." : ""));
    return state
        .drift()
        .filter(drift -> says(drift, found))
        .map(drift -> of(drift, found))
        .orElse(found);
  }

  /** What was found in it is worse. */
  private static boolean says(Drift drift, Standing found) {
    return found.grade() == Grade.GOOD || drift.kind() == Drift.Kind.MISSING;
  }

  private static Standing of(Drift drift, Standing found) {
    return new Standing(
        drift.kind() == Drift.Kind.MISSING ? Grade.BAD : Grade.NOTICE,
        drift.kind().label(),
        drift.kind().meaning(),
        found.consequence());
  }

  private static Standing of(IntegrityResult result, boolean running) {
    Verdict verdict = result.verdict();
    boolean noted = result.findings().stream().noneMatch(Finding::isProblem);
    Grade grade =
        switch (result.action()) {
          case ADMIT -> verdict.isVerified() ? Grade.GOOD : Grade.NOTICE;
          case WARN ->
              !noted && (result.refusedOnStable() || isBroken(verdict)) ? Grade.BAD : Grade.NOTICE;
          case REFUSE -> Grade.BAD;
        };
    boolean onlyRefused = result.action() == Decision.Action.REFUSE && verdict.isVerified();
    return new Standing(
        grade,
        onlyRefused ? "refused" : verdict.word(),
        Wording.meaning(verdict),
        consequence(result, running));
  }

  /** The host's own folder is never refused, however bad it is. */
  private static boolean isBroken(Verdict verdict) {
    return verdict.fold(verified -> false, unsigned -> false, rejected -> true);
  }

  private static String consequence(IntegrityResult result, boolean running) {
    if (result.target().isCore()) {
      return result.action() == Decision.Action.ADMIT
          ? "It runs."
          : "It is the host itself, and runs whatever was found.";
    }
    if (result.checkingOff()) {
      return "Checking is off, so it is loaded whatever was found.";
    }
    return switch (result.action()) {
      case ADMIT -> running ? "It runs." : "It may run.";
      case WARN ->
          (running ? "It runs." : "It may run.")
              + (result.refusedOnStable() ? wouldRefuse(result.decision()) : "");
      case REFUSE ->
          running
              ? "A copy of what was here before runs; the next start refuses this."
              : "It was refused and does not run.";
    };
  }

  /** On stable itself, it is what the host has chosen beside that. */
  private static String wouldRefuse(Decision decision) {
    Set<Dimension> counted = new TreeSet<>(decision.dimensions().keySet());
    return decision.channel().enforces() && !counted.isEmpty()
        ? " It would be refused if this host enforced " + Dimension.words(counted) + "."
        : " The channel stable would refuse it.";
  }
}
