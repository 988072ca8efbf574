package dev.signet.pf4j.install;

import dev.signet.admit.Admission;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.BundleFolder;
import dev.signet.file.FileTree;
import dev.signet.file.NameEncoding;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Refused;
import dev.signet.pf4j.install.PluginChange.Plan;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallFiles;
import dev.signet.pf4j.workspace.InstallJournal;
import dev.signet.pf4j.workspace.InstallRecovery;
import dev.signet.pf4j.workspace.InstallWorkspace;
import dev.signet.pf4j.workspace.InterruptedInstalls;
import dev.signet.pf4j.workspace.WorkspaceInUseException;
import dev.signet.policy.Decision;
import dev.signet.report.ScanTarget;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to what comes of it: put right, judge, look what is in the way, carry out. */
final class InstallWork {
  private static final Logger LOG = LoggerFactory.getLogger(SignedPluginInstaller.class);

  private final PluginManager manager;
  private final PluginAdmission admission;
  private final PluginAdmission.Internals internals;
  private final InstallFiles files;
  private final Duration patience;
  private final InstallRules rules;
  private final InstalledPlugins plugins;
  private final InstallPlace place;

  InstallWork(
      PluginManager manager, PluginAdmission admission, InstallFiles files, Duration patience) {
    this.manager = manager;
    this.admission = admission;
    this.internals = admission.internals();
    this.files = files;
    this.patience = patience;
    this.rules = new InstallRules(manager, internals);
    this.plugins =
        new InstalledPlugins(manager, admission, internals.discovery(), internals.gate());
    this.place = new InstallPlace(manager.getPluginsRoots(), internals.discovery()::finds);
  }

  InstallPreview preview(InstallRequest request, Optional<InstallAction> wanted) {
    return admission
        .changing(
            patience,
            () -> {
              putRight();
              return judged(request, judged -> foretold(judged, wanted));
            })
        .orElseThrow(() -> new IllegalStateException(InstallTexts.underWay()));
  }

  private InstallPreview foretold(Judged judged, Optional<InstallAction> wanted) {
    Subject subject = judged.decision().verdict().subject();
    return new InstallPreview(
        judged.action(),
        judged.decision(),
        subject.id(),
        subject.version(),
        judged.installed().version(),
        AffectedPlugins.by(manager, internals.sources(), subject.id()).running(),
        judged.toInstall().flatMap(bundle -> obstacle(bundle, judged, wanted)).map(Printable::of));
  }

  InstallResult change(InstallRequest request, Optional<InstallAction> wanted) {
    return changing(
        wanted.orElse(InstallAction.INSTALL),
        request.id().orElse(""),
        () -> judged(request, judged -> change(judged, wanted)));
  }

  private InstallResult change(Judged judged, Optional<InstallAction> wanted) {
    SealedBundle bundle = judged.toInstall().orElse(null);
    if (bundle == null) {
      return new Refused(judged.decision());
    }
    return obstacle(bundle, judged, wanted)
        .map(why -> notTried(wanted.orElse(judged.action()), bundle.id(), why))
        .orElseGet(
            () ->
                carryOut(
                        judged.action(),
                        () -> plugins.find(bundle.id()),
                        judged.installed(),
                        bundle)
                    .fold(done -> done.decidedAs(judged.decision()), no -> no, no -> no, no -> no));
  }

  private InstallResult changing(
      InstallAction action, String id, Supplier<? extends InstallResult> change) {
    return admission
        .<InstallResult>changing(
            patience,
            () ->
                putRight()
                    .<InstallResult>map(busy -> new NotDone(action, id, busy, Optional.empty()))
                    .orElseGet(change))
        .orElseGet(() -> new NotDone(action, id, InstallTexts.underWay(), Optional.empty()));
  }

  /**
   * What an interrupted change has moved away is else taken for something that is not there.
   *
   * @return who else is at work in a root; empty for nobody
   */
  private Optional<String> putRight() {
    for (Path root : place.roots()) {
      try {
        admission.recovered(root, InterruptedInstalls.recover(root, files, patience));
      } catch (WorkspaceInUseException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> obstacle(
      SealedBundle bundle, Judged judged, Optional<InstallAction> wanted) {
    if (wanted.isPresent() && wanted.get() != judged.action()) {
      return Optional.of(
          judged.installed().isThere()
              ? "it is there already; update it."
              : "it is not there; install it.");
    }
    return place.obstacle(judged.installed(), bundle);
  }

  /**
   * Uninstalls a plugin.
   *
   * @param data where its data is to be deleted as well; null to let it stay
   */
  InstallResult uninstall(String id, @Nullable DataFolders data) {
    return changing(
        InstallAction.UNINSTALL,
        id,
        () -> {
          InstalledPlugin installed = plugins.find(id);
          if (data == null) {
            return uninstall(installed);
          }
          return !installed.isThere() && data.isThere(id)
              ? data.deletedAfter(Done.uninstalled(id))
              : uninstall(installed)
                  .<InstallResult>fold(data::deletedAfter, no -> no, no -> no, no -> no);
        });
  }

  private InstallResult uninstall(InstalledPlugin installed) {
    return uninstall(() -> plugins.find(installed.id()), installed);
  }

  /** Removes what lies in one place, and nothing else of the plugin it may be. */
  InstallResult remove(ScanTarget target) {
    return changing(
        InstallAction.UNINSTALL,
        target.fileName(),
        () -> {
          Path place = target.path();
          InstalledPlugin there = target.isCore() ? InstalledPlugin.unknown() : plugins.at(place);
          if (!there.isThere()) {
            return notTried(InstallAction.UNINSTALL, target.fileName(), "it is not there.");
          }
          boolean hasName =
              NameEncoding.canTell(place) && InstallJournal.isName(BundleFolder.nameOf(place));
          return there.id().isEmpty() && !hasName
              ? deleteUnnamed(target)
              : uninstall(() -> plugins.at(place), there);
        });
  }

  /**
   * Deletes what has a name that no journal takes. It is never loaded; what is left of it when that
   * is interrupted can be deleted like it.
   */
  private InstallResult deleteUnnamed(ScanTarget target) {
    try {
      FileTree.openUp(target.path());
      internals.sources().delete(target.path());
      return Done.uninstalled(target.fileName());
    } catch (PluginRuntimeException e) {
      return new NotDone(
          InstallAction.UNINSTALL,
          target.fileName(),
          InstallTexts.undone(target.fileName(), e, List.of()),
          Optional.of(e));
    }
  }

  /**
   * Uninstalls what was found.
   *
   * @param look finds it again
   */
  private InstallResult uninstall(Supplier<InstalledPlugin> look, InstalledPlugin installed) {
    List<String> dependents = rules.dependents(installed.id());
    if (!dependents.isEmpty()) {
      return notTried(
          InstallAction.UNINSTALL,
          installed.name(),
          "it is needed by " + String.join(", ", dependents) + "; uninstall that first.");
    }
    return place
        .obstacle(installed, null)
        .map(why -> notTried(InstallAction.UNINSTALL, installed.name(), why))
        .orElseGet(() -> carryOut(InstallAction.UNINSTALL, look, installed, null));
  }

  /**
   * A bundle that somebody wants installed.
   *
   * @param candidate empty when it is refused whatever is there
   * @param decision what is decided about it beside what is there
   */
  private record Judged(
      Optional<SealedBundle> candidate, Decision decision, InstalledPlugin installed) {
    InstallAction action() {
      return installed.isThere() ? InstallAction.UPDATE : InstallAction.INSTALL;
    }

    Optional<SealedBundle> toInstall() {
      return candidate.filter(bundle -> decision.isAdmitted());
    }
  }

  /** Verifies a bundle, hands on what is found, and leaves nothing of it behind. */
  private <T> T judged(InstallRequest request, Function<Judged, T> then) {
    Admission.Result result =
        internals.sources().hold(request.bundle(), request.id(), request.lowerVersion());
    try {
      InstalledPlugin installed = plugins.find(result.decision().verdict().subject().id());
      Decision decision =
          result
              .admitted()
              .map(bundle -> rules.weigh(bundle, request, installed))
              .orElseGet(result::decision);
      return then.apply(new Judged(result.admitted(), decision, installed));
    } finally {
      result.admitted().ifPresent(internals.sources()::release);
    }
  }

  private InstallResult carryOut(
      InstallAction action,
      Supplier<InstalledPlugin> look,
      InstalledPlugin installed,
      @Nullable SealedBundle candidate) {
    Path root = place.rootFor(installed);
    try (InstallWorkspace workspace = InstallWorkspace.open(root, files, patience)) {
      List<InstallRecovery> recoveries = workspace.recover();
      admission.recovered(root, recoveries);
      for (InstallRecovery recovery : recoveries) {
        LOG.warn("{}", recovery.explanation());
        if (recovery.outcome() == InstallRecovery.Outcome.FAILED) {
          return new NotDone(action, installed.name(), recovery.explanation(), Optional.empty());
        }
      }
      if (!look.get().equals(installed)) {
        return notTried(
            action, installed.name(), "somebody else has just changed what is there; try again.");
      }
      if (candidate == null) {
        // No rename takes a folder elsewhere that may not be written to.
        installed.paths().forEach(FileTree::openUp);
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
          installed.name(),
          InstallTexts.undone(installed.name(), e, List.of()),
          Optional.of(e));
    }
  }

  private static InstallResult notTried(InstallAction action, String id, String why) {
    return new NotDone(action, id, InstallTexts.notTried(id, why), Optional.empty());
  }
}
