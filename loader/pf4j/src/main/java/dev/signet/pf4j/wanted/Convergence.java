package dev.signet.pf4j.wanted;

import dev.signet.file.IoCause;
import dev.signet.lock.LockException;
import dev.signet.lock.LockGate;
import dev.signet.lock.LockMemory;
import dev.signet.lock.PluginsLock;
import dev.signet.lock.SignedLock;
import dev.signet.pf4j.PluginAdmission;
import dev.signet.pf4j.VerifyingPluginManager;
import dev.signet.pf4j.install.SignedPluginInstaller;
import dev.signet.pf4j.load.AdmissionTools;
import dev.signet.pf4j.wanted.ConvergenceStep.Outcome;
import dev.signet.verdict.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a host to what the signed list of its fleet says: installs, updates and removes plugins,
 * one after the other, by the installer.
 *
 * <ul>
 *   <li>A list that is not trusted, older than the last or another fleet's changes nothing.
 *   <li>A plugin is installed only when its files are exactly those that the list names, and the
 *       host's own rules admit it. Otherwise what was there stays, and the report says why.
 *   <li>A lower version than before is taken, unless the host refuses lower versions altogether. A
 *       new key, or other files under an old version, still have to be confirmed where the host
 *       wants that.
 *   <li>A kill at any moment leaves each plugin as it was or as the list says; the next run goes
 *       on.
 * </ul>
 *
 * <p>A host calls {@link #run} once its plugins are loaded, and again and again after that, on the
 * thread on which it changes plugins, or has a {@link ListFollower} do so: as thread-safe as the
 * manager, and PF4J's are not.
 */
public final class Convergence {
  private static final String NO_MEMORY =
      "A host that goes by a fleet's list needs a state directory: name it by stateDirectory(...)";

  private final LockSource lists;
  private final LockGate gate;
  private final FleetTurn turns;
  private final AdmissionTools tools;
  private final StepRunner runner;
  private final ConvergenceLog log = new ConvergenceLog();

  private Convergence(Builder builder, LockSource lists, BundleSource bundles) {
    this.tools = builder.admission.tools();
    this.lists = lists;
    this.turns = builder.turns;
    Path state =
        builder.admission.stateDirectory().orElseThrow(() -> new IllegalStateException(NO_MEMORY));
    this.gate =
        new LockGate(
            builder.fleet, tools.engine().trust(), LockMemory.in(state), tools.engine()::now);
    this.runner = new StepRunner(builder.installer, bundles);
  }

  /**
   * Returns a builder for a manager.
   *
   * @param fleet the name of the fleet, as its lists have it
   */
  public static Builder builder(VerifyingPluginManager manager, String fleet) {
    return builder(manager.admission(), SignedPluginInstaller.of(manager), fleet);
  }

  /** Returns a builder for a manager of the host's own kind, and its installer. */
  public static Builder builder(
      PluginAdmission admission, SignedPluginInstaller installer, String fleet) {
    return new Builder(admission, installer, fleet);
  }

  /**
   * Brings the host to what the newest list says; its results tell in what it still differs then.
   *
   * @throws IllegalStateException when the manager is closed, or in PF4J's development mode
   */
  public ConvergenceReport run() {
    ConvergenceReport report = report(true);
    log.tell(report);
    report.number().ifPresent(known -> tools.drift().set(report.differences()));
    return report;
  }

  /**
   * Returns what {@link #run} would do now. Bundles are fetched and verified; nothing is changed or
   * remembered, but for what {@link SignedPluginInstaller#preview} says, and no turn is taken.
   * Throws what {@link #run} does.
   */
  public ConvergenceReport preview() {
    return report(false);
  }

  private ConvergenceReport report(boolean changing) {
    try {
      SignedLock read = SignedLock.read(lists.read(), lists.name());
      PluginsLock lock = changing ? gate.accept(read) : gate.look(read);
      return new ConvergenceReport(
          Optional.of(lock.number()),
          changing ? changed(lock) : runner.foretell(lock, plan(lock)),
          Optional.empty());
    } catch (IOException e) {
      return none(
          "The fleet's list cannot be had from "
              + lists.name()
              + " ("
              + IoCause.of(e)
              + "); what is there stays.");
    } catch (LockException e) {
      return none(lists.name() + ": " + e.getMessage());
    }
  }

  private static ConvergenceReport none(String problem) {
    return new ConvergenceReport(Optional.empty(), List.of(), Optional.of(Printable.of(problem)));
  }

  private List<ConvergenceStep> changed(PluginsLock lock) {
    List<ConvergenceStep> steps = plan(lock);
    if (steps.stream().noneMatch(step -> step.outcome() == Outcome.PLANNED)) {
      return steps;
    }
    Optional<FleetTurn.Held> turn = turns.take(lock, tools.engine().now());
    if (turn.isEmpty()) {
      return steps.stream().map(Convergence::waiting).toList();
    }
    try {
      return runner.run(lock, steps);
    } finally {
      turn.get().close();
    }
  }

  private static ConvergenceStep waiting(ConvergenceStep step) {
    return step.outcome() == Outcome.PLANNED
        ? step.ended(Outcome.WAITING, "This host's turn has not come.")
        : step;
  }

  private List<ConvergenceStep> plan(PluginsLock lock) {
    return new ConvergencePlan(lock, InstalledSet.look(tools), tools.engine().now()).steps();
  }

  /** Options of a convergence. */
  public static final class Builder {
    private final PluginAdmission admission;
    private final SignedPluginInstaller installer;
    private final String fleet;
    private @Nullable LockSource lists;
    private @Nullable BundleSource bundles;
    private FleetTurn turns = FleetTurn.ANY_TIME;

    private Builder(PluginAdmission admission, SignedPluginInstaller installer, String fleet) {
      this.admission = Objects.requireNonNull(admission, "admission");
      this.installer = Objects.requireNonNull(installer, "installer");
      this.fleet = Objects.requireNonNull(fleet, "fleet");
    }

    /** Sets where the list comes from; must be set. */
    public Builder list(LockSource source) {
      this.lists = Objects.requireNonNull(source, "source");
      return this;
    }

    /** Sets where bundles come from; must be set. */
    public Builder bundles(BundleSource source) {
      this.bundles = Objects.requireNonNull(source, "source");
      return this;
    }

    /** Sets when this host may change; at any time unless set. */
    public Builder turns(FleetTurn newTurns) {
      this.turns = Objects.requireNonNull(newTurns, "newTurns");
      return this;
    }

    /**
     * Returns the convergence.
     *
     * @throws IllegalStateException when list or bundles are not set, or the host has no state
     *     directory
     */
    public Convergence build() {
      if (lists == null || bundles == null) {
        throw new IllegalStateException(
            "Say where the list and the bundles come from: list(...), bundles(...)");
      }
      return new Convergence(this, lists, bundles);
    }
  }
}
