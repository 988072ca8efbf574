package dev.signet.policy;

import dev.signet.verdict.Verdict;
import java.util.Objects;

/**
 * What the host does with a bundle, and why.
 *
 * @param explanation one or more plain sentences for an admin, unescaped
 */
public record Decision(Action action, Verdict verdict, ReleaseChannel channel, String explanation) {

  /** What is done. */
  public enum Action {
    ADMIT,
    /** Admitted and reported. */
    WARN,
    REFUSE
  }

  /** Checks that nothing is null. */
  public Decision {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(explanation, "explanation");
  }

  /** Returns whether the bundle may be loaded. */
  public boolean isAdmitted() {
    return action != Action.REFUSE;
  }
}
