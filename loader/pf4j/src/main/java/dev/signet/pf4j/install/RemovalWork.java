package dev.signet.pf4j.install;

import dev.signet.bundle.BundleFolder;
import dev.signet.file.FileTree;
import dev.signet.file.NameEncoding;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallJournal;
import dev.signet.report.ScanTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pf4j.PluginRuntimeException;

/** Uninstalls a plugin, or removes what lies in one place, unless something speaks against it. */
final class RemovalWork {
  private final InstallTools tools;
  private final InstallNeeds needs;

  RemovalWork(InstallTools tools) {
    this.tools = tools;
    this.needs = new InstallNeeds(tools.admission());
  }

  InstallResult uninstall(String id) {
    return tools
        .turn()
        .changing(InstallAction.UNINSTALL, id, () -> uninstall(() -> tools.plugins().find(id)));
  }

  /** Uninstalls a plugin and deletes its data, or only that when there is nothing else of it. */
  InstallResult uninstall(String id, DataFolders data) {
    return tools
        .turn()
        .changing(
            InstallAction.UNINSTALL,
            id,
            () -> {
              InstallResult result =
                  data.isThere(id) && !tools.plugins().find(id).isThere()
                      ? Done.uninstalled(id)
                      : uninstall(() -> tools.plugins().find(id));
              return result instanceof Done done ? data.deletedAfter(done) : result;
            });
  }

  /** Removes what lies in one place, and nothing else of the plugin it may be. */
  InstallResult remove(ScanTarget target) {
    return tools
        .turn()
        .changing(InstallAction.UNINSTALL, target.fileName(), () -> removeNow(target));
  }

  private InstallResult removeNow(ScanTarget target) {
    Path path = target.path();
    InstalledPlugin there = target.isCore() ? InstalledPlugin.unknown() : tools.plugins().at(path);
    if (!there.isThere()) {
      return NotDone.untried(InstallAction.UNINSTALL, target.fileName(), "it is not there.");
    }
    boolean hasName =
        NameEncoding.canTell(path) && InstallJournal.isName(BundleFolder.nameOf(path));
    return there.id().isEmpty() && !hasName
        ? deleteUnnamed(target)
        : uninstall(() -> tools.plugins().at(path));
  }

  /**
   * Deletes what has a name that no journal takes. It is never loaded; what is left of it when that
   * is interrupted can be deleted like it.
   */
  private InstallResult deleteUnnamed(ScanTarget target) {
    try {
      FileTree.openUp(target.path());
      tools.admission().sources().delete(target.path());
      return Done.uninstalled(target.fileName());
    } catch (PluginRuntimeException e) {
      return NotDone.undone(InstallAction.UNINSTALL, target.fileName(), e, List.of());
    }
  }

  /**
   * Uninstalls what is found.
   *
   * @param look finds it, now and again
   */
  private InstallResult uninstall(Supplier<InstalledPlugin> look) {
    InstalledPlugin installed = look.get();
    Optional<String> obstacle = needed(installed).or(() -> tools.place().obstacle(installed, null));
    return obstacle.isPresent()
        ? NotDone.untried(InstallAction.UNINSTALL, installed.name(), obstacle.get())
        : tools.changes().run(InstallAction.UNINSTALL, installed, look, Optional.empty());
  }

  private Optional<String> needed(InstalledPlugin installed) {
    List<String> dependents = needs.dependents(installed.id());
    return dependents.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it is needed by " + String.join(", ", dependents) + "; uninstall that first.");
  }
}
