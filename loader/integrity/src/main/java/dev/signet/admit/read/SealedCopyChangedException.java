package dev.signet.admit.read;

import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file of a sealed copy is not what was verified, and nothing of it is used. A class that should
 * have come from it fails to load with a {@link LinkageError} of which this is the cause.
 */
public final class SealedCopyChangedException extends IOException {
  static final String REMEDY =
      "Load the plugin again, or start the host again: it is then sealed anew from its source."
          + " And find out who could write to the state directory.";

  private static final long serialVersionUID = 1;

  SealedCopyChangedException(String plugin, Path copy, Finding finding) {
    super(
        "The sealed copy of plugin '"
            + Printable.of(plugin)
            + "' was changed after it was checked, and nothing of the changed file is used: "
            + Printable.of(String.valueOf(finding.path()))
            + " in "
            + Printable.of(copy.toString())
            + ". "
            + finding.detail()
            + " "
            + REMEDY);
  }
}
