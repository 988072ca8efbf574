package dev.signet.pf4j.install;

import dev.signet.Internal;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.report.ScanTarget;
import dev.signet.verdict.Durations;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;

/**
 * Installs, updates and uninstalls plugins while the host runs: all of it, or nothing.
 *
 * <ul>
 *   <li>A bundle is verified by the manager's own admission before any plugin is touched. Of a
 *       refused one nothing stays on the disk.
 *   <li>What is installed is a copy of exactly the bytes that were verified: a jar stays a jar, a
 *       zip or folder becomes a folder with the files of the bundle, and no others.
 *   <li>A version lower than one admitted before is refused, unless the request allows it.
 *   <li>The old release goes and the new one comes by renames. When the new one cannot be loaded or
 *       started, or one that uses it cannot be started again, the old one is back and running.
 *   <li>What uses the plugin is stopped before it and started after it. Nothing that is disabled is
 *       started.
 *   <li>A crash, a kill or a full disk at any moment leaves the old release or the new one: the
 *       next change, or the next manager or admission of this root, finishes or undoes what was
 *       interrupted, and reports it ({@link PluginAdmission#recoveries}).
 * </ul>
 *
 * <p>One change at a time, also among processes that share a plugins root. As thread-safe as the
 * manager: PF4J's are not.
 */
public final class SignedPluginInstaller {
  private final InstallWork work;
  private final RemovalWork removals;
  private final RepairWork repairs;
  private final DataFolders data;
  private final Supplier<Path> staging;

  private SignedPluginInstaller(Builder builder) {
    InstallFiles files = new InstallFiles(builder.guard);
    AdmissionTools tools = builder.admission.tools();
    InstallPlace place = new InstallPlace(tools);
    InstallTurn turn = new InstallTurn(builder.admission, place, files, builder.patience);
    ChangeRunner changes = new ChangeRunner(tools, place, files, builder.patience);
    InstallTools all = new InstallTools(tools, turn, place, changes);
    this.work = new InstallWork(all);
    this.removals = new RemovalWork(all);
    this.repairs = new RepairWork(all);
    Optional<Path> state = builder.admission.stateDirectory();
    Optional<Path> dataDirectory =
        Optional.ofNullable(builder.dataDirectory)
            .or(() -> state.map(directory -> directory.resolve("data")));
    this.data = new DataFolders(dataDirectory, builder.manager.getPluginsRoots(), state, files);
    this.staging = tools.engine()::staging;
  }

  /**
   * Returns the installer of a manager.
   *
   * @throws IllegalArgumentException as {@link Builder#build}
   */
  public static SignedPluginInstaller of(VerifyingPluginManager manager) {
    return builder(manager, manager.admission()).build();
  }

  /** Returns a builder for a manager of the host's own kind. */
  public static Builder builder(PluginManager manager, PluginAdmission admission) {
    return new Builder(manager, admission);
  }

  /**
   * Returns what {@link #installOrUpdate} would make of a bundle. Nothing is changed, recorded or
   * left behind; only what a crash or kill had interrupted is put right first, as by every call.
   *
   * @throws IllegalStateException when the manager is closed, in PF4J's development mode, or when
   *     another change does not end in time
   */
  public InstallPreview preview(InstallRequest request) {
    return work.preview(request, Optional.empty());
  }

  /**
   * Returns what {@link #install} or {@link #update} alone would make of a bundle, else like {@link
   * #preview(InstallRequest)}.
   *
   * @param wanted which of the two
   * @throws IllegalArgumentException when it is neither
   * @throws IllegalStateException as {@link #preview(InstallRequest)}
   */
  public InstallPreview preview(InstallRequest request, InstallAction wanted) {
    if (wanted != InstallAction.INSTALL && wanted != InstallAction.UPDATE) {
      throw new IllegalArgumentException("wanted: a bundle is installed or updated");
    }
    return work.preview(request, Optional.of(wanted));
  }

  /**
   * Installs a plugin that is not there, loads and starts it; one that the host has disabled is not
   * started.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult install(InstallRequest request) {
    return work.change(request, Optional.of(InstallAction.INSTALL));
  }

  /**
   * Replaces a plugin that is there, be it loaded, refused or damaged, by this release of it; the
   * same one again puts its files right.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult update(InstallRequest request) {
    return work.change(request, Optional.of(InstallAction.UPDATE));
  }

  /**
   * Does what {@link #update} does when the plugin is there, and else what {@link #install} does.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult installOrUpdate(InstallRequest request) {
    return work.change(request, Optional.empty());
  }

  /**
   * Returns what {@link #repair} would do, file by file. Nothing is changed, recorded or left
   * behind, but for what {@link #preview(InstallRequest)} says.
   *
   * @throws IllegalStateException as {@link #preview(InstallRequest)}
   */
  public RepairPreview previewRepair(RepairRequest request) {
    return repairs.preview(request);
  }

  /**
   * Puts right a plugin whose files are modified or incomplete: from the copy that the host sealed
   * when it admitted the plugin, or from the very release. Those bytes are verified anew, admitted
   * and installed like any others. Whatever was there and is not the release's own is kept, and
   * {@link InstallResult.Done#kept} says where. A zip comes back as a folder.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult repair(RepairRequest request) {
    return repairs.repair(request);
  }

  /**
   * Stops and unloads a plugin and deletes it. Its data folder stays. Not done while another loaded
   * plugin needs it; the ledger still remembers it.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult uninstall(String id) {
    return removals.uninstall(Objects.requireNonNull(id, "id"));
  }

  /**
   * Removes exactly what lies in one place: a bundle that is damaged, cannot be read or has no id,
   * one of several of the same id, or a plugin whose files are gone. When a plugin runs from there,
   * it is uninstalled as {@link #uninstall(String)} does it, but no other bundle of it is touched.
   * A link is removed, never what it leads to.
   *
   * @param target one of those that {@link PluginAdmission#report} names; nothing that is not
   *     directly in a plugins root is removed
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult uninstall(ScanTarget target) {
    return removals.remove(Objects.requireNonNull(target, "target"));
  }

  /**
   * Uninstalls a plugin and, when that is done, deletes its data, if the host has a place for any;
   * of a plugin that is gone already, deletes the data. When the data cannot be deleted, the plugin
   * is gone all the same, and {@link InstallResult.Done#dataLeft} says why.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult uninstallWithData(String id) {
    Objects.requireNonNull(id, "id");
    return data.hasPlace() ? removals.uninstall(id, data) : removals.uninstall(id);
  }

  /**
   * Returns the folder for what a plugin writes: outside its bundle, kept over updates, and deleted
   * only by {@link #uninstallWithData} and {@link #deleteData}. It is made, for the host's user
   * only, when it is not there. No two ids share one, also where names differ only in case.
   *
   * @throws IllegalStateException when the host named neither a state directory nor a {@link
   *     Builder#dataDirectory}
   * @throws UncheckedIOException when it cannot be made
   */
  public Path dataFolder(String id) {
    return data.folder(Objects.requireNonNull(id, "id"));
  }

  /**
   * Deletes a plugin's data folder with all that is in it; for plugins that are gone.
   *
   * @return whether there was one
   * @throws IllegalStateException as {@link #dataFolder}
   * @throws UncheckedIOException when it cannot be deleted
   */
  public boolean deleteData(String id) {
    return data.delete(Objects.requireNonNull(id, "id"));
  }

  /**
   * Returns a folder of the host's own for what is on its way here, such as a download. It is
   * emptied whenever the host starts, and goes at the end where no state directory is configured.
   */
  public Path staging() {
    return staging.get();
  }

  /** Options of an installer. */
  public static final class Builder {
    private final PluginManager manager;
    private final PluginAdmission admission;
    private @Nullable Path dataDirectory;
    private InstallFiles.Guard guard = InstallFiles.Guard.NONE;
    private Duration patience = InstallWorkspace.PATIENCE;

    private Builder(PluginManager manager, PluginAdmission admission) {
      this.manager = Objects.requireNonNull(manager, "manager");
      this.admission = Objects.requireNonNull(admission, "admission");
    }

    /**
     * Sets where plugins' data folders lie; {@code data} in the state directory unless set. Made
     * when it is needed.
     */
    public Builder dataDirectory(Path directory) {
      this.dataDirectory = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /** Sets how long to wait for another one that changes the same root; 10 seconds unless set. */
    public Builder patience(Duration time) {
      this.patience = Durations.requireBounded(time, "patience");
      return this;
    }

    /** Lets a test make single steps on the disk fail. */
    @Internal
    public Builder guard(InstallFiles.Guard newGuard) {
      this.guard = newGuard;
      return this;
    }

    /**
     * Returns the installer.
     *
     * @throws IllegalArgumentException when the data directory lies in a plugins root, or holds one
     *     or the state directory
     */
    public SignedPluginInstaller build() {
      return new SignedPluginInstaller(this);
    }
  }
}
