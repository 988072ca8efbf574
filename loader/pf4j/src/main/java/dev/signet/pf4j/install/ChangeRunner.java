package dev.signet.pf4j.install;

import dev.signet.file.FileTree;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.PluginChange.Plan;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InstallWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out one change while no other process is at work in the same root. */
final class ChangeRunner {
  /** By the name of what hosts know. */
  private static final Logger LOG =
      LoggerFactory.getLogger("dev.signet.pf4j.install.SignedPluginInstaller");

  private final AdmissionTools tools;
  private final InstallPlace place;
  private final InstallFiles files;
  private final Duration patience;

  ChangeRunner(AdmissionTools tools, InstallPlace place, InstallFiles files, Duration patience) {
    this.tools = tools;
    this.place = place;
    this.files = files;
    this.patience = patience;
  }

  /**
   * Carries it out, unless what is there is no longer what was found.
   *
   * @param look finds it again
   * @param candidate empty to uninstall
   */
  InstallResult run(
      InstallAction action,
      InstalledPlugin installed,
      Supplier<InstalledPlugin> look,
      Optional<Incoming> candidate) {
    Path root = place.rootFor(installed);
    try (InstallWorkspace workspace = InstallWorkspace.open(root, files, patience)) {
      Optional<InstallRecovery> failed = recover(root, workspace);
      if (failed.isPresent()) {
        return NotDone.because(action, installed.name(), failed.get().explanation());
      }
      if (!look.get().equals(installed)) {
        return NotDone.untried(
            action, installed.name(), "somebody else has just changed what is there; try again.");
      }
      if (candidate.isEmpty() || action == InstallAction.REPAIR) {
        // No rename takes a folder elsewhere that may not be written to.
        installed.paths().forEach(FileTree::openUp);
      }
      String name =
          candidate.isEmpty() ? "" : InstallPlace.nameFor(root, candidate.get(), installed);
      return new PluginChange(
              new Plan(action, root, installed, candidate.orElse(null), name),
              workspace.next(),
              AffectedPlugins.by(tools, installed.id()),
              tools.sources())
          .run();
    } catch (IOException e) {
      return NotDone.undone(action, installed.name(), e, List.of());
    }
  }

  /** Returns what could not be put right, at which everything ends. */
  private Optional<InstallRecovery> recover(Path root, InstallWorkspace workspace)
      throws IOException {
    List<InstallRecovery> recoveries = workspace.recover();
    tools.recoveries().add(root, recoveries);
    recoveries.forEach(recovery -> LOG.warn("{}", recovery.explanation()));
    return recoveries.stream()
        .filter(recovery -> recovery.outcome() == InstallRecovery.Outcome.FAILED)
        .findFirst();
  }
}
