package dev.signet.report;

import java.util.Objects;

/**
 * Why a plugin that was admitted does not run. A fact about running: it changes neither the verdict
 * nor the decision.
 *
 * @param kind what kept it from running
 * @param cause plain sentences for an admin, unescaped
 */
public record NotRunning(Kind kind, String cause) {

  /** What can keep an admitted plugin from running; each is a code that scripts may rely on. */
  public enum Kind {
    /** The plugin manager could not load it. */
    NOT_LOADED(
        "not loaded",
        "Install the author's release again; if it stays so, tell the author what is said here."),
    /** The plugin manager has disabled it, since it does not fit this host's version. */
    DISABLED(
        "disabled", "Install a release made for this host's version, or update the host first."),
    /** It was loaded, and failed when it was started. */
    START_FAILED(
        "start failed",
        "Put right what is said here, then start it again; the host's log says more. If the fault"
            + " lies in the plugin, install another release.");

    private final String label;
    private final String remedy;

    Kind(String label, String remedy) {
      this.label = label;
      this.remedy = remedy;
    }

    /** Returns one to three lower-case words. */
    public String label() {
      return label;
    }

    /** Returns what to do about it. */
    public String remedy() {
      return remedy;
    }
  }

  /** Checks that nothing is null. */
  public NotRunning {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(cause, "cause");
  }
}
