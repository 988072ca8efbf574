package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Path;

/** Somebody else is changing the plugins of a root. */
@Internal
public final class WorkspaceInUseException extends IOException {
  private static final long serialVersionUID = 1;

  WorkspaceInUseException(Path root) {
    super(
        "Another process or installer is changing the plugins in "
            + Printable.of(root.toString())
            + " just now; try again when it is done.");
  }
}
