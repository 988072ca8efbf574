package dev.signet.pf4j.install;

import dev.signet.Internal;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.install.InstallResult.Done;
import dev.signet.pf4j.install.InstallResult.NotDone;
import dev.signet.pf4j.install.InstallResult.Unfinished;
import dev.signet.pf4j.load.AdmittedSources;
import dev.signet.pf4j.text.PluginFailures;
import dev.signet.pf4j.workspace.InstallAction;
import dev.signet.pf4j.workspace.InstallJournal;
import dev.signet.pf4j.workspace.PendingChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change carried out: the files, and what runs of them. It ends with all of it done, or with
 * all as it was.
 */
@Internal
public final class PluginChange {
  private static final Logger LOG = LoggerFactory.getLogger(PluginChange.class);

  private final Plan plan;
  private final PendingChange files;
  private final AffectedPlugins plugins;
  private final AdmittedSources sources;

  /**
   * What is to be done.
   *
   * @param root it is done to
   * @param candidate what comes; null to uninstall
   * @param name the new name in the root; empty to uninstall
   */
  record Plan(
      InstallAction action,
      Path root,
      InstalledPlugin installed,
      @Nullable Incoming candidate,
      String name) {

    InstallJournal journal() {
      return InstallJournal.swapping(
          action,
          installed.name(),
          candidate == null ? Optional.empty() : Optional.of(name),
          installed.paths().stream().map(path -> path.getFileName().toString()).toList());
    }
  }

  PluginChange(Plan plan, PendingChange files, AffectedPlugins plugins, AdmittedSources sources) {
    this.plan = plan;
    this.files = files;
    this.plugins = plugins;
    this.sources = sources;
  }

  /** Carries it out. */
  InstallResult run() {
    InstallJournal journal = plan.journal();
    try {
      stage();
    } catch (IOException e) {
      discard();
      return notDone(e, List.of());
    }
    Optional<SealedBundle> installed;
    sources.begin(touched(), plugins.bundles());
    try {
      plugins.takeOut();
      files.swap(journal);
      installed = start();
      files.commit(journal);
      if (plan.candidate() != null && installed.isPresent()) {
        sources.record(installed.get(), plan.candidate().consent());
      }
    } catch (IOException | RuntimeException | Error e) {
      // Also for what a plugin throws at its start, whatever it is: the old release comes back.
      return undoUninterrupted(journal, e);
    }
    sources.done(goneFor(installed));
    return done(installed, discard());
  }

  private void stage() throws IOException {
    files.begin();
    if (plan.candidate() != null) {
      files.stage(plan.candidate().path(), plan.name());
    }
  }

  private Optional<SealedBundle> start() {
    if (plan.candidate() == null) {
      plugins.bringBackOthers();
      return Optional.empty();
    }
    Incoming candidate = plan.candidate();
    SealedBundle installed =
        sources.adopt(plan.root().resolve(plan.name()), candidate.bundle(), candidate.consent());
    plugins.bringBack(installed);
    return Optional.of(installed);
  }

  /** An interrupt would close every file under the hands of what puts things right. */
  private InstallResult undoUninterrupted(InstallJournal journal, Throwable cause) {
    boolean interrupted = Thread.interrupted();
    try {
      return undo(journal, cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private InstallResult undo(InstallJournal journal, Throwable cause) {
    Throwable stuck = failure(plugins::takeOut);
    Throwable undoing = failure(() -> files.undo(journal));
    Throwable then = undoing == null ? stuck : undoing;
    List<String> notRunning;
    try {
      // From their sealed copies, so that they run even where the disk fails.
      notRunning = plugins.restore();
    } finally {
      sources.undone();
    }
    PluginFailures.warn(LOG, "The change of plugin {} is undone", plan.installed().name(), cause);
    if (then != null) {
      return new Unfinished(
          plan.action(),
          plan.installed().name(),
          InstallTexts.unfinished(plan.installed().name(), cause, then),
          cause);
    }
    discard();
    return notDone(cause, notRunning);
  }

  /** Puts off what goes wrong until all else is put right. */
  private static @Nullable Throwable failure(Step step) {
    try {
      step.take();
      return null;
    } catch (IOException | RuntimeException | Error e) {
      return e;
    }
  }

  @FunctionalInterface
  private interface Step {
    void take() throws IOException;
  }

  private Set<Path> touched() {
    Set<Path> touched = plan.installed().sources();
    if (plan.candidate() != null) {
      touched.add(plan.root().resolve(plan.name()));
    }
    return touched;
  }

  private List<Path> goneFor(Optional<SealedBundle> installed) {
    return plan.installed().sources().stream()
        .filter(path -> installed.filter(now -> now.source().equals(path)).isEmpty())
        .toList();
  }

  /** Returns where that is which is kept of what was there. */
  private List<Path> discard() {
    try {
      return files.discard();
    } catch (IOException e) {
      LOG.warn("What is left of a change is deleted another time: {}", e.toString());
      return List.of();
    }
  }

  private InstallResult notDone(Throwable cause, List<String> notRunning) {
    return NotDone.undone(plan.action(), plan.installed().name(), cause, notRunning);
  }

  private InstallResult done(Optional<SealedBundle> installed, List<Path> kept) {
    return new Done(
        plan.action(),
        plan.installed().name(),
        installed.map(SealedBundle::version).orElse(plan.installed().version().orElse("")),
        plan.candidate() == null ? Optional.empty() : plan.installed().version(),
        plugins.running(),
        installed.map(SealedBundle::decision),
        Optional.empty(),
        kept);
  }
}
