package dev.signet.pf4j.wanted;

import dev.signet.file.FileTree;
import dev.signet.file.IoCause;
import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.pf4j.install.InstallPreview;
import dev.signet.pf4j.install.InstallRequest;
import dev.signet.pf4j.install.InstallResult;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.text.Decisions;
import dev.signet.pf4j.wanted.ConvergenceStep.Action;
import dev.signet.pf4j.wanted.ConvergenceStep.Outcome;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the installer carry steps out, one after the other. */
final class StepRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);
  private static final String FOLDER = "signet-wanted-";

  private final SignedPluginInstaller installer;
  private final BundleSource bundles;

  StepRunner(SignedPluginInstaller installer, BundleSource bundles) {
    this.installer = installer;
    this.bundles = bundles;
  }

  /** Returns what would become of each. */
  List<ConvergenceStep> foretell(PluginsLock lock, List<ConvergenceStep> steps) {
    return steps.stream()
        .map(step -> isToInstall(step) ? fetched(lock, step, this::foretold) : step)
        .toList();
  }

  /**
   * Carries them out. One may need what another brings, or be in the way of another: what fails is
   * tried again as long as something else was done.
   */
  List<ConvergenceStep> run(PluginsLock lock, List<ConvergenceStep> steps) {
    List<ConvergenceStep> now = new ArrayList<>(steps);
    List<Integer> open = open(now);
    boolean moved = true;
    while (moved && !open.isEmpty()) {
      moved = false;
      for (int place : open) {
        ConvergenceStep ended = done(lock, now.get(place));
        now.set(place, ended);
        moved |= ended.outcome() == Outcome.DONE;
      }
      open = open.stream().filter(place -> now.get(place).outcome() == Outcome.FAILED).toList();
    }
    return now;
  }

  /** What is to be removed comes last: what replaces it, or needs it no more, comes first. */
  private static List<Integer> open(List<ConvergenceStep> steps) {
    List<Integer> open = new ArrayList<>();
    for (boolean removing : new boolean[] {false, true}) {
      for (int place = 0; place < steps.size(); place++) {
        ConvergenceStep step = steps.get(place);
        if (step.outcome() == Outcome.PLANNED && (step.action() == Action.REMOVE) == removing) {
          open.add(place);
        }
      }
    }
    return open;
  }

  private static boolean isToInstall(ConvergenceStep step) {
    return step.outcome() == Outcome.PLANNED && step.action() != Action.REMOVE;
  }

  private ConvergenceStep done(PluginsLock lock, ConvergenceStep step) {
    return step.action() == Action.REMOVE
        ? ended(step, installer.uninstall(step.id()))
        : fetched(lock, step, (each, request) -> ended(each, installer.installOrUpdate(request)));
  }

  private static ConvergenceStep ended(ConvergenceStep step, InstallResult result) {
    return step.ended(result.isDone() ? Outcome.DONE : Outcome.FAILED, result.explanation());
  }

  private ConvergenceStep foretold(ConvergenceStep step, InstallRequest request) {
    InstallPreview preview = installer.preview(request);
    return preview.isFeasible()
        ? step
        : step.ended(
            Outcome.FAILED, preview.obstacle().orElseGet(() -> Decisions.line(preview.decision())));
  }

  private ConvergenceStep fetched(
      PluginsLock lock,
      ConvergenceStep step,
      BiFunction<ConvergenceStep, InstallRequest, ConvergenceStep> then) {
    LockedPlugin wanted = lock.plugin(step.id()).orElseThrow();
    try {
      Path folder = Files.createTempDirectory(installer.staging(), FOLDER);
      try {
        return then.apply(step, request(wanted, bundles.fetch(wanted.from(), folder)));
      } finally {
        discard(folder);
      }
    } catch (IOException e) {
      return step.ended(
          Outcome.FAILED,
          Printable.of(
              "Its bundle cannot be had: " + IoCause.withFile(e) + ". What is there stays."));
    }
  }

  private static InstallRequest request(LockedPlugin wanted, Path bundle) {
    return InstallRequest.of(bundle)
        .withId(wanted.id())
        .withVersion(wanted.version())
        .withFiles(wanted.digest())
        .allowingLowerVersion();
  }

  /** What is left behind goes when the host starts. */
  private static void discard(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException e) {
      LOG.debug("A fetched bundle is left behind: {}", e.toString());
    }
  }
}
