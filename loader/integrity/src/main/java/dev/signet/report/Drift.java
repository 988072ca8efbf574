package dev.signet.report;

import java.util.Objects;

/**
 * In what a host differs from the signed list of its fleet, as of the last time it went by that. It
 * changes neither the verdict nor the decision.
 *
 * @param kind how it differs
 * @param cause why that could not be changed: plain sentences for an admin, unescaped
 */
public record Drift(Kind kind, String cause) {

  /** How a host can differ in one plugin; each is a code that scripts may rely on. */
  public enum Kind {
    /** The list names the plugin, and it is not there. */
    MISSING(
        "missing",
        "The fleet's list names it, and it is not there.",
        "Put right what is said here, or have the fleet's list changed; the host tries again."),
    /** It is there with other files than the list names. */
    OTHER_RELEASE(
        "other release",
        "It is not the release that the fleet's list names.",
        "Put right what is said here, or have the fleet's list changed; the host tries again."),
    /** It is there, and the list does not name it. */
    NOT_WANTED(
        "not wanted",
        "The fleet's list does not name it.",
        "Remove it, or have it put on the fleet's list."),
    /** Nobody can tell which plugin it is. */
    UNCLEAR(
        "unclear",
        "Nobody can tell whether it is on the fleet's list.",
        "Look what it is, and remove it or install the author's release.");

    private final String label;
    private final String meaning;
    private final String remedy;

    Kind(String label, String meaning, String remedy) {
      this.label = label;
      this.meaning = meaning;
      this.remedy = remedy;
    }

    /** Returns one or two lower-case words. */
    public String label() {
      return label;
    }

    /** Returns a sentence: what this means. */
    public String meaning() {
      return meaning;
    }

    /** Returns what to do about it. */
    public String remedy() {
      return remedy;
    }
  }

  /** Checks that nothing is null. */
  public Drift {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(cause, "cause");
  }
}
