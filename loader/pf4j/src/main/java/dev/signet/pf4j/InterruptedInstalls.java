package dev.signet.pf4j;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts right what was interrupted, before a manager looks into its roots. */
final class InterruptedInstalls {
  private static final Logger LOG = LoggerFactory.getLogger(InterruptedInstalls.class);

  private InterruptedInstalls() {}

  /** Finishes or undoes what was interrupted in these roots before a host looks into them. */
  static List<InstallRecovery> recover(List<Path> roots) {
    Set<Path> distinct = new LinkedHashSet<>();
    roots.stream().map(BundleDiscovery::normalise).forEach(distinct::add);
    List<InstallRecovery> recoveries = new ArrayList<>();
    InstallFiles files = new InstallFiles(InstallFiles.Guard.NONE);
    distinct.forEach(root -> recoveries.addAll(recover(root, files, PluginAdmission.PATIENCE)));
    return recoveries;
  }

  /**
   * Finishes or undoes what was interrupted in a root; looks only where there is nothing of the
   * kind.
   *
   * @param patience how long to wait for somebody who is at work there
   */
  static List<InstallRecovery> recover(Path root, InstallFiles files, Duration patience) {
    List<InstallRecovery> recoveries = recovered(root, files, patience);
    recoveries.forEach(InterruptedInstalls::tell);
    return recoveries;
  }

  private static List<InstallRecovery> recovered(Path root, InstallFiles files, Duration patience) {
    Path workspace = root.resolve(InstallWorkspace.NAME);
    try {
      if (!InstallWorkspace.isInUse(root)) {
        return List.of();
      }
    } catch (IOException e) {
      return List.of(InstallTexts.unrecovered(root, workspace, e));
    }
    try (InstallWorkspace open = InstallWorkspace.open(root, files, patience)) {
      return open.recover();
    } catch (IOException e) {
      return List.of(InstallTexts.unrecovered(root, workspace, e));
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
