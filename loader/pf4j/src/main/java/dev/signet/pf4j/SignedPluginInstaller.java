package dev.signet.pf4j;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.InstallResult.NotDone;
import dev.signet.pf4j.InstallResult.Refused;
import dev.signet.pf4j.PluginChange.Plan;
import dev.signet.policy.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 *   <li>What uses the plugin is stopped before it and started after it.
 *   <li>A crash, a kill or a full disk at any moment leaves the old release or the new one: the
 *       next manager or admission of this root finishes or undoes what was interrupted, and reports
 *       it ({@link PluginAdmission#recoveries}).
 * </ul>
 *
 * <p>One change at a time, also among processes that share a plugins root. As thread-safe as the
 * manager: PF4J's are not.
 */
public final class SignedPluginInstaller {
  private static final Logger LOG = LoggerFactory.getLogger(SignedPluginInstaller.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PluginManager manager;
  private final PluginAdmission admission;
  private final PluginAdmission.Internals internals;
  private final InstallRules rules;
  private final InstalledPlugins plugins;
  private final InstallPlace place;
  private final InstallFiles files;
  private final Duration patience;
  private final DataFolders data;

  private SignedPluginInstaller(Builder builder) {
    this.manager = builder.manager;
    this.admission = builder.admission;
    this.internals = admission.internals();
    this.rules = new InstallRules(manager, internals.gate(), internals.log(), internals.sources());
    this.plugins =
        new InstalledPlugins(manager, admission, internals.discovery(), internals.gate());
    this.place = new InstallPlace(manager.getPluginsRoots(), internals.discovery()::finds);
    this.files = new InstallFiles(builder.guard);
    this.patience = builder.patience;
    Optional<Path> dataDirectory =
        Optional.ofNullable(builder.dataDirectory)
            .or(() -> admission.stateDirectory().map(state -> state.resolve("data")));
    this.data =
        new DataFolders(
            dataDirectory, manager.getPluginsRoots(), admission.stateDirectory(), files);
  }

  /** Returns the installer of a manager. */
  public static SignedPluginInstaller of(VerifyingPluginManager manager) {
    return builder(manager, manager.admission()).build();
  }

  /** Returns a builder for a manager of the host's own kind. */
  public static Builder builder(PluginManager manager, PluginAdmission admission) {
    return new Builder(manager, admission);
  }

  /**
   * Returns what would become of a bundle, by the same rules as {@link #install} and {@link
   * #update}. Nothing is changed, recorded or left behind.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallPreview preview(InstallRequest request) {
    return admission.changing(
        () ->
            judged(
                request,
                (candidate, decision) -> {
                  String id = decision.verdict().subject().id();
                  InstalledPlugin installed = plugins.find(id);
                  return new InstallPreview(
                      installed.isThere() ? InstallAction.UPDATE : InstallAction.INSTALL,
                      decision,
                      id,
                      decision.verdict().subject().version(),
                      installed.version(),
                      AffectedPlugins.by(manager, internals.sources(), id).others());
                }));
  }

  /**
   * Installs a plugin that is not there, loads and starts it; one that the host has disabled is not
   * started.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult install(InstallRequest request) {
    return change(request, Optional.of(InstallAction.INSTALL));
  }

  /**
   * Replaces a plugin that is there, be it loaded, refused or damaged, by this release of it; the
   * same one again puts its files right.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult update(InstallRequest request) {
    return change(request, Optional.of(InstallAction.UPDATE));
  }

  /**
   * Does what {@link #update} does when the plugin is there, and else what {@link #install} does.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult installOrUpdate(InstallRequest request) {
    return change(request, Optional.empty());
  }

  /**
   * Stops and unloads a plugin and deletes it. Its data folder stays. Not done while another loaded
   * plugin needs it; the ledger still remembers it.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public InstallResult uninstall(String id) {
    Objects.requireNonNull(id, "id");
    return admission.changing(
        () -> {
          InstalledPlugin installed = plugins.find(id);
          List<String> dependents = rules.dependents(id);
          if (!dependents.isEmpty()) {
            return notTried(
                InstallAction.UNINSTALL,
                id,
                "it is needed by " + String.join(", ", dependents) + "; uninstall that first.");
          }
          return carryOut(InstallAction.UNINSTALL, installed, null);
        });
  }

  /**
   * Uninstalls a plugin and, when that is done, deletes its data, if the host has a place for any.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   * @throws UncheckedIOException when the plugin is gone and its data cannot be deleted
   */
  public InstallResult uninstallWithData(String id) {
    InstallResult result = uninstall(id);
    if (result.isDone() && data.hasPlace()) {
      data.delete(id);
    }
    return result;
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
    return internals.gate().staging();
  }

  private InstallResult change(InstallRequest request, Optional<InstallAction> wanted) {
    return admission.changing(
        () ->
            judged(
                request,
                (candidate, decision) -> {
                  if (candidate == null || !decision.isAdmitted()) {
                    return new Refused(decision);
                  }
                  InstalledPlugin installed = plugins.find(candidate.id());
                  InstallAction action =
                      installed.isThere() ? InstallAction.UPDATE : InstallAction.INSTALL;
                  if (wanted.isPresent() && wanted.get() != action) {
                    return notTried(
                        wanted.get(),
                        candidate.id(),
                        action == InstallAction.UPDATE
                            ? "it is there already; update it."
                            : "it is not there; install it.");
                  }
                  return carryOut(action, installed, candidate);
                }));
  }

  /** Verifies a bundle, hands on what is decided about it, and leaves nothing of it behind. */
  private <T> T judged(
      InstallRequest request, BiFunction<@Nullable SealedBundle, Decision, T> then) {
    Admission.Result result = internals.sources().hold(request);
    SealedBundle candidate =
        result.<Optional<SealedBundle>>fold(Optional::of, refused -> Optional.empty()).orElse(null);
    if (candidate == null) {
      return then.apply(null, result.decision());
    }
    try {
      Decision decision = rules.weigh(candidate, request, plugins.find(candidate.id()));
      return then.apply(candidate, decision);
    } finally {
      internals.sources().release(candidate);
    }
  }

  private InstallResult carryOut(
      InstallAction action, InstalledPlugin installed, @Nullable SealedBundle candidate) {
    Optional<String> obstacle = place.obstacle(installed, candidate);
    if (obstacle.isPresent()) {
      return notTried(action, installed.id(), obstacle.get());
    }
    Path root = place.rootFor(installed);
    try (InstallWorkspace workspace = InstallWorkspace.open(root, files, patience)) {
      for (InstallRecovery recovery : workspace.recover()) {
        LOG.warn("{}", recovery.explanation());
        if (recovery.outcome() == InstallRecovery.Outcome.FAILED) {
          return new NotDone(action, installed.id(), recovery.explanation(), Optional.empty());
        }
      }
      if (!plugins.find(installed.id()).equals(installed)) {
        return notTried(
            action, installed.id(), "somebody else has just changed what is there; try again.");
      }
      String name = candidate == null ? "" : InstallPlace.nameFor(root, candidate, installed);
      return new PluginChange(
              new Plan(action, root, installed, candidate, name),
              workspace.next(),
              AffectedPlugins.by(manager, internals.sources(), installed.id()),
              internals.sources())
          .run();
    } catch (IOException e) {
      return new NotDone(
          action,
          installed.id(),
          InstallTexts.undone(installed.id(), e, List.of()),
          Optional.of(e));
    }
  }

  private static InstallResult notTried(InstallAction action, String id, String why) {
    return new NotDone(action, id, InstallTexts.notTried(id, why), Optional.empty());
  }

  /** Options of an installer. */
  public static final class Builder {
    private final PluginManager manager;
    private final PluginAdmission admission;
    private @Nullable Path dataDirectory;
    private InstallFiles.Guard guard = InstallFiles.Guard.NONE;
    private Duration patience = PATIENCE;

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
      this.patience = Objects.requireNonNull(time, "time");
      return this;
    }

    /** Lets a test make single steps on the disk fail. */
    Builder guard(InstallFiles.Guard newGuard) {
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
