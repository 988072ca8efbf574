package dev.signet.pf4j;

import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Files;
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

  /** Whoever holds the lock is alive, and done in a moment or at work on something large. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private InterruptedInstalls() {}

  static List<InstallRecovery> recover(List<Path> roots) {
    Set<Path> distinct = new LinkedHashSet<>();
    roots.stream().map(BundleDiscovery::normalise).forEach(distinct::add);
    List<InstallRecovery> recoveries = new ArrayList<>();
    distinct.stream()
        .filter(InstallWorkspace::isIn)
        .forEach(root -> recoveries.addAll(recover(root)));
    recoveries.forEach(InterruptedInstalls::tell);
    return recoveries;
  }

  private static List<InstallRecovery> recover(Path root) {
    if (!Files.isWritable(root)) {
      // Nobody has changed anything here; what is unfinished waits for somebody who can.
      LOG.debug("{} is read-only; nothing is put right there", Printable.of("" + root));
      return List.of();
    }
    InstallFiles files = new InstallFiles(InstallFiles.Guard.NONE);
    try (InstallWorkspace workspace = InstallWorkspace.open(root, files, PATIENCE)) {
      return workspace.recover();
    } catch (WorkspaceInUseException e) {
      LOG.warn("{}", e.getMessage());
      return List.of();
    } catch (IOException e) {
      return List.of(InstallTexts.unrecovered(root, root.resolve(InstallWorkspace.NAME), e));
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
