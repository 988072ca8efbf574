package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What became of interrupted changes to the plugins roots, for an admin. Thread-safe. */
@Internal
public final class Recoveries {
  private volatile List<InstallRecovery> all = List.of();

  /** Finishes or undoes what was interrupted in a root before PF4J looks into it. */
  public void recover(Path root) {
    add(root, InterruptedInstalls.recover(root));
  }

  /**
   * Records what was put right in a root, or could not be. What failed before may have been by now,
   * and what cannot be deleted is found again each time.
   */
  public synchronized void add(Path root, List<InstallRecovery> found) {
    List<InstallRecovery> known = new ArrayList<>(all);
    known.removeIf(
        recovery ->
            found.contains(recovery)
                || (recovery.outcome() == InstallRecovery.Outcome.FAILED
                    && recovery.root().equals(root)));
    known.addAll(found);
    all = List.copyOf(known);
  }

  /** Returns them in the order in which they were found; unmodifiable. */
  public List<InstallRecovery> all() {
    return all;
  }
}
