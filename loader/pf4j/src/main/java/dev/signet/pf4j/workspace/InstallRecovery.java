package dev.signet.pf4j.workspace;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What became of a change to a plugins root that a crash, a kill or a full disk had interrupted.
 *
 * @param root the plugins root
 * @param plugin the plugin's id; empty when that is unknown
 * @param outcome what was made of it
 * @param explanation what happened and what to do, on one line, with control characters escaped
 */
public record InstallRecovery(Path root, String plugin, Outcome outcome, String explanation) {

  /** What was made of it. */
  public enum Outcome {
    /** The change had been carried out; what was left over is deleted. */
    FINISHED,
    /** All is as it was before the change. */
    UNDONE,
    /** The disk does not let it be put right; tried again at the next change or start. */
    FAILED
  }

  /** Checks that nothing is null. */
  public InstallRecovery {
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(explanation, "explanation");
  }
}
