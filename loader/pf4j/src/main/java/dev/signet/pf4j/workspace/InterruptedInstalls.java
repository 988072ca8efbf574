package dev.signet.pf4j.workspace;

import dev.signet.Internal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts right what was interrupted, before a manager looks into its roots. */
@Internal
public final class InterruptedInstalls {
  private static final Logger LOG = LoggerFactory.getLogger(InterruptedInstalls.class);

  private InterruptedInstalls() {}

  /**
   * Finishes or undoes what was interrupted in a root before a host looks into it. Where somebody
   * is at work there and does not come to an end, that is what is reported.
   */
  public static List<InstallRecovery> recover(Path root) {
    try {
      return recover(root, new InstallFiles(InstallFiles.Guard.NONE), InstallWorkspace.PATIENCE);
    } catch (WorkspaceInUseException e) {
      InstallRecovery incomplete = RecoveryTexts.incomplete(root, e);
      tell(incomplete);
      return List.of(incomplete);
    }
  }

  /**
   * Finishes or undoes what was interrupted in a root; looks only where there is nothing of the
   * kind.
   *
   * @param patience how long to wait for somebody who is at work there
   * @throws WorkspaceInUseException when that one does not come to an end
   */
  public static List<InstallRecovery> recover(Path root, InstallFiles files, Duration patience)
      throws WorkspaceInUseException {
    List<InstallRecovery> recoveries = recovered(root, files, patience);
    recoveries.forEach(InterruptedInstalls::tell);
    return recoveries;
  }

  private static List<InstallRecovery> recovered(Path root, InstallFiles files, Duration patience)
      throws WorkspaceInUseException {
    try {
      if (!InstallWorkspace.isInUse(root)) {
        return List.of();
      }
      try (InstallWorkspace open = InstallWorkspace.open(root, files, patience)) {
        return open.recover();
      }
    } catch (WorkspaceInUseException e) {
      throw e;
    } catch (IOException e) {
      return List.of(RecoveryTexts.unrecovered(root, root.resolve(InstallWorkspace.NAME), e));
    }
  }

  private static void tell(InstallRecovery recovery) {
    if (recovery.outcome() == InstallRecovery.Outcome.FAILED) {
      LOG.error("{}", recovery.explanation());
    } else {
      LOG.warn("{}", recovery.explanation());
    }
  }
}
