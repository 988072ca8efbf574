package dev.signet.pf4j.install;

import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InterruptedInstalls;
import dev.signet.pf4j.workspace.WorkspaceInUseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One look or change at a time, and none before what was interrupted is put right: what that has
 * moved away would be taken for something that is not there.
 */
final class InstallTurn {
  private final PluginAdmission admission;
  private final InstallPlace place;
  private final InstallFiles files;
  private final Duration patience;

  InstallTurn(
      PluginAdmission admission, InstallPlace place, InstallFiles files, Duration patience) {
    this.admission = admission;
    this.place = place;
    this.files = files;
    this.patience = patience;
  }

  /**
   * Looks at what is there, also when somebody else is at work in a root.
   *
   * @throws IllegalStateException when another change of this host does not end in time
   */
  <T> T looking(Supplier<T> look) {
    return admission
        .changing(
            patience,
            () -> {
              putRight();
              return look.get();
            })
        .orElseThrow(() -> new IllegalStateException(InstallTexts.underWay()));
  }

  /**
   * Changes what is there, or says who else is doing so.
   *
   * @param id what a result names that tells of somebody else
   */
  InstallResult changing(InstallAction action, String id, Supplier<InstallResult> change) {
    return admission
        .changing(
            patience,
            () -> {
              Optional<String> busy = putRight();
              return busy.isPresent() ? NotDone.because(action, id, busy.get()) : change.get();
            })
        .orElseGet(() -> NotDone.because(action, id, InstallTexts.underWay()));
  }

  /** Returns who else is at work in a root; empty for nobody. */
  private Optional<String> putRight() {
    for (Path root : place.roots()) {
      try {
        admission
            .tools()
            .recoveries()
            .add(root, InterruptedInstalls.recover(root, files, patience));
      } catch (WorkspaceInUseException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }
}
