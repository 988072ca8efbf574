package dev.signet.pf4j.wanted;

import dev.signet.report.Drift;
import dev.signet.verdict.Printable;
import java.util.Objects;
import java.util.Optional;

/**
 * What a host does about one plugin to be as its fleet's list says.
 *
 * @param id the plugin's id; of a bundle that does not say which plugin it is, its file's name
 * @param from the version that is there; empty when there is none, or nobody can tell
 * @param to the version that the list names; empty when it names none
 * @param explanation what happened or keeps it from happening, and what to do; one line, with
 *     control characters escaped
 */
public record ConvergenceStep(
    Action action,
    String id,
    Optional<String> from,
    Optional<String> to,
    Outcome outcome,
    String explanation) {

  /** What is to be done. */
  public enum Action {
    /** Nothing: it is there as the list says. */
    KEEP(Drift.Kind.OTHER_RELEASE),
    /** The list names it, and it is not there. */
    INSTALL(Drift.Kind.MISSING),
    /** It is there with other files than the list names, more than once, or does not run. */
    UPDATE(Drift.Kind.OTHER_RELEASE),
    /** It is there, and the list does not name it. */
    REMOVE(Drift.Kind.NOT_WANTED),
    /** Somebody has to look: nobody can tell which plugin it is. */
    LOOK(Drift.Kind.UNCLEAR);

    private final Drift.Kind drift;

    Action(Drift.Kind drift) {
      this.drift = drift;
    }

    /** Returns in what the host differs as long as it is not done. */
    Drift.Kind drift() {
      return drift;
    }
  }

  /** How far that is. */
  public enum Outcome {
    /** Done; the host is as the list says. */
    DONE,
    /** To be done: said by a preview. */
    PLANNED,
    /** To be done later: its date, or the host's turn, has not come. */
    WAITING,
    /** Not done; what was there is there still. */
    FAILED
  }

  /** Checks that nothing is null. */
  public ConvergenceStep {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(explanation, "explanation");
  }

  /** Returns whether the host differs from the list in it, other than by waiting. */
  public boolean isDrift() {
    return outcome == Outcome.FAILED || outcome == Outcome.PLANNED;
  }

  /** Returns this step with what became of it. */
  ConvergenceStep ended(Outcome next, String why) {
    return new ConvergenceStep(action, id, from, to, next, why);
  }

  /** Returns it as one line, with control characters escaped. */
  public String line() {
    String versions =
        from.equals(to) ? from.orElse("") : from.orElse("none") + " -> " + to.orElse("none");
    return String.join(
        "  ", outcome.name(), action.name(), Printable.of(id), Printable.of(versions), explanation);
  }
}
