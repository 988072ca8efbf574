package dev.signet.pf4j.workspace;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What lies in a workspace was made by nobody who installs, or was changed since. */
final class WorkspaceDamagedException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong and what to do, as a sentence
   */
  WorkspaceDamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
