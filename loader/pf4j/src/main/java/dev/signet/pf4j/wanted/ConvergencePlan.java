package dev.signet.pf4j.wanted;

import dev.signet.lock.LockedPlugin;
import dev.signet.lock.PluginsLock;
import dev.signet.pf4j.wanted.ConvergenceStep.Action;
import dev.signet.pf4j.wanted.ConvergenceStep.Outcome;
import dev.signet.verdict.Printable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds out in what a host differs from a list. */
record ConvergencePlan(PluginsLock lock, InstalledSet installed, Instant at) {

  /** Returns a step for each plugin that the list names or that is there, by id. */
  List<ConvergenceStep> steps() {
    TreeSet<String> ids = new TreeSet<>(installed.bundles().keySet());
    ids.addAll(installed.versions().keySet());
    lock.plugins().forEach(plugin -> ids.add(plugin.id()));
    List<ConvergenceStep> steps = new ArrayList<>();
    ids.forEach(id -> steps.add(lock.plugin(id).map(this::wanted).orElseGet(() -> unwanted(id))));
    installed.unknown().forEach(bundle -> steps.add(unknown(bundle)));
    return steps;
  }

  private ConvergenceStep wanted(LockedPlugin plugin) {
    if (installed.isExactly(plugin.id(), plugin.digest())) {
      return step(Action.KEEP, plugin, Outcome.DONE, "It is as the list says.");
    }
    Action action = installed.isThere(plugin.id()) ? Action.UPDATE : Action.INSTALL;
    Optional<Instant> start = plugin.notBefore().filter(at::isBefore);
    return start.isPresent()
        ? step(action, plugin, Outcome.WAITING, "Not before " + start.get() + ".")
        : step(action, plugin, Outcome.PLANNED, "It is to be as the list says.");
  }

  private ConvergenceStep step(
      Action action, LockedPlugin plugin, Outcome outcome, String explanation) {
    return new ConvergenceStep(
        action,
        plugin.id(),
        installed.version(plugin.id()),
        Optional.of(plugin.version()),
        outcome,
        explanation);
  }

  private ConvergenceStep unwanted(String id) {
    return new ConvergenceStep(
        Action.REMOVE,
        id,
        installed.version(id),
        Optional.empty(),
        Outcome.PLANNED,
        "The list does not name it.");
  }

  private static ConvergenceStep unknown(Path bundle) {
    return new ConvergenceStep(
        Action.LOOK,
        String.valueOf(bundle.getFileName()),
        Optional.empty(),
        Optional.empty(),
        Outcome.FAILED,
        Printable.of(
            bundle
                + " does not say which plugin it is, and is not loaded; remove it if nobody"
                + " needs it."));
  }
}
