package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.Admission;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.resolve.Dependency;
import dev.signet.pf4j.resolve.DependencyCycle;
import dev.signet.pf4j.resolve.DependencyRule;
import dev.signet.pf4j.resolve.Selection;
import dev.signet.pf4j.resolve.TrustMixRule;
import dev.signet.pf4j.resolve.VersionRules;
import dev.signet.pf4j.workspace.SourceDeletion;
import dev.signet.policy.Decision;
import dev.signet.policy.LedgerException;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginManager;
import org.pf4j.PluginRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From bundles in the roots, or a single path, to sealed copies. One call at a time: no copy may be
 * swept between being made and being known.
 */
@Internal
public final class AdmittedSources {
  private static final Logger LOG = LoggerFactory.getLogger(AdmittedSources.class);

  private final PluginManager manager;
  private final Engine gate;
  private final BundleDiscovery discovery;
  private final VersionRules versions;
  private final RunRules runs;
  private final LatestDecisions log;
  private final SealedCopies copies = new SealedCopies();
  private final RunningPlugins running;
  private final LatestInspections looks = new LatestInspections();
  private final Set<Path> held = new HashSet<>();
  private SourceChange change = SourceChange.NONE;

  public AdmittedSources(
      PluginManager manager,
      Engine gate,
      BundleDiscovery discovery,
      LatestDecisions log,
      RunRules runs) {
    this.manager = manager;
    this.gate = gate;
    this.discovery = discovery;
    this.log = log;
    this.running = new RunningPlugins(manager);
    this.versions = new VersionRules(manager::getVersionManager);
    this.runs = runs;
  }

  /** Admits what is in the roots and returns what is to be loaded, each after those it needs. */
  public synchronized List<SealedBundle> scan() {
    BundleDiscovery.Found found = discovery.in(manager.getPluginsRoots());
    Engine check = gate.asOfNow();
    Map<Path, Admission.Result> results =
        AdmissionBatch.run(found.bundles(), check::prepare, check.threads());
    Selection<SealedBundle> selection = Selection.of(gate.policy(), versions, results);
    selection.refuseUnseen(found.refusals(gate.policy()));
    selection.settle(running.now(), bundles -> record(check, bundles));
    Set<Path> known = new HashSet<>(selection.decisions().keySet());
    running.paths().forEach(path -> copies.sourceOf(path).ifPresent(known::add));
    log.retain(known);
    log.unlistable(found);
    selection.decisions().forEach(log::record);
    copies.retain(known::contains);
    results.values().forEach(result -> result.admitted().ifPresent(copies::add));
    looks.retain(known);
    results.forEach(looks::add);
    List<SealedBundle> bundles = selection.bundles();
    copies.issueTickets(bundles);
    gate.sweep(inUse());
    return bundles;
  }

  /**
   * Returns the bundle to load for a path: one that {@link #scan} returned, or the source admitted
   * now.
   *
   * @throws PluginRejectedException when it is refused
   */
  public synchronized SealedBundle redeem(Path asked) {
    Optional<SealedBundle> ticket = copies.redeem(asked);
    if (ticket.isPresent()) {
      requireDependencies(ticket.get());
      return fresh(ticket.get());
    }
    Engine check = gate.asOfNow();
    SealedBundle bundle = prepare(check, sourceFor(asked));
    requireDependencies(bundle);
    confirm(check, bundle);
    return fresh(bundle);
  }

  /** What was loaded from a path before may still hold what the JVM allows once per path. */
  private SealedBundle fresh(SealedBundle bundle) {
    SealedBundle fresh = bundle;
    if (gate.wasLoaded(bundle) && !running.paths().contains(bundle.path())) {
      fresh = gate.renew(bundle);
      copies.renewed(bundle, fresh);
    }
    gate.load(fresh);
    return fresh;
  }

  /** Takes note that a copy is loaded: it stays for a reload even when it is outdated. */
  public synchronized void loaded(SealedBundle bundle) {
    copies.loaded(bundle);
    running.add(bundle);
  }

  /** Admits what may be installed; its copy is kept until {@link #release}. */
  public synchronized Admission.Result hold(Path source, Optional<String> id, Consent consent) {
    Admission.Result result = gate.prepare(source, id, consent);
    result.admitted().ifPresent(bundle -> held.add(bundle.path()));
    return result;
  }

  /** Deletes the copy of what was {@link #hold held}, unless something needs it. */
  public synchronized void release(SealedBundle bundle) {
    held.remove(bundle.path());
    deleteUnneeded(Set.of(bundle.path()));
  }

  /**
   * Begins a change, which {@link #done} or {@link #undone} ends. Until then nothing of it is
   * recorded in the ledger, since the old release must not be the lower version when it comes back,
   * and what ran before stays on the disk: also when somebody has plugins looked for meanwhile.
   *
   * @param touched all sources that may come or go
   * @param bundles what ran before, and may have to run again
   */
  public synchronized void begin(Set<Path> touched, List<SealedBundle> bundles) {
    change = SourceChange.of(touched, bundles, log.all(), looks);
  }

  /**
   * Admits what has just been put into a root, and lets it be loaded once. It is recorded in the
   * ledger later ({@link #record}), when it has proved that it starts.
   *
   * @param candidate what it was made of
   * @throws PluginRejectedException when it is refused, or is something else
   */
  public synchronized SealedBundle adopt(Path source, SealedBundle candidate, Consent consent) {
    SealedBundle bundle = prepare(consent.changes() ? gate.confirming() : gate, source);
    Subject was = gate.reassess(candidate).verdict().subject();
    if (!bundle.decision().verdict().subject().equals(was)) {
      throw reject(
          source,
          bundle.decision().verdict(),
          Finding.of(
              Reason.INVALID_HASH,
              "It was changed while it was being put into the plugins folder."));
    }
    weigh(bundle);
    copies.issueTicket(bundle);
    return bundle;
  }

  /**
   * Records what was {@link #adopt adopted}, and what was confirmed of it before that: whatever
   * ends the host in between, no release is admitted that somebody would have to confirm again.
   *
   * @throws PluginRejectedException when it cannot be recorded, and must not be loaded then
   */
  public synchronized void record(SealedBundle bundle, Consent consent) {
    if (consent.changes()) {
      gate.confirm(bundle).ifPresent(problem -> settle(bundle, problem));
    }
    settle(bundle, gate.record(List.of(bundle)));
  }

  /**
   * Records what is about to be loaded, but nothing that may have to be undone, and nothing that
   * never runs: the release before it would then be a lower version when it is put back.
   */
  private Map<Path, Finding> record(Engine check, List<SealedBundle> bundles) {
    return check.record(
        bundles.stream()
            .filter(bundle -> !change.sources().contains(bundle.source()))
            .filter(bundle -> isRecorded(bundle) || runs.mayRun(bundle))
            .toList());
  }

  private boolean isRecorded(SealedBundle bundle) {
    try {
      return gate.ledger()
          .find(bundle.id())
          .filter(entry -> entry.highestVersion().equals(bundle.version()))
          .isPresent();
    } catch (LedgerException | RuntimeException e) {
      // To record it fails as well, and tells why.
      return true;
    }
  }

  private void settle(SealedBundle bundle, Map<Path, Finding> problems) {
    Finding problem = problems.get(bundle.source());
    if (problem != null) {
      settle(bundle, problem);
    }
  }

  private void settle(SealedBundle bundle, Finding problem) {
    Decision latest = log.all().getOrDefault(bundle.source(), bundle.decision());
    Decision decision = gate.policy().weigh(latest, problem);
    if (!decision.isAdmitted()) {
      throw reject(bundle.source(), decision);
    }
    log.record(bundle.source(), decision);
  }

  /**
   * Lets a bundle that was loaded before be loaded again, once, from the same copy.
   *
   * @return the bundle with the path that the copy has now
   */
  public synchronized SealedBundle reissue(SealedBundle bundle) {
    SealedBundle current = copies.current(bundle);
    copies.issueTicket(current);
    log.record(bundle.source(), bundle.decision());
    return current;
  }

  /**
   * Ends a change that was carried out.
   *
   * @param gone the sources that are no longer there
   */
  public synchronized void done(List<Path> gone) {
    Set<Path> made = end();
    gone.forEach(this::forget);
    deleteUnneeded(made);
  }

  /** Ends a change of which nothing is left. */
  public synchronized void undone() {
    SourceChange was = change;
    Set<Path> made = end();
    Set<Path> loaded = new HashSet<>();
    running.bundles().forEach(bundle -> loaded.add(bundle.source()));
    was.sources().stream().filter(source -> !loaded.contains(source)).forEach(copies::forget);
    was.putBack(log, looks);
    deleteUnneeded(made);
  }

  /** Returns the copies that there are of what was touched. */
  private Set<Path> end() {
    Set<Path> made = new HashSet<>();
    change.sources().forEach(source -> made.addAll(copies.of(source)));
    change = SourceChange.NONE;
    return made;
  }

  private void forget(Path source) {
    log.forget(source);
    copies.forget(source);
  }

  private void deleteUnneeded(Set<Path> made) {
    Set<Path> unneeded = new HashSet<>(made);
    unneeded.removeAll(inUse());
    for (Path copy : unneeded) {
      try {
        gate.delete(copy);
      } catch (PluginRuntimeException e) {
        // What is done is done; the next scan sweeps.
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  /** Returns the bundles of what is loaded now. */
  public synchronized List<SealedBundle> runningBundles() {
    return running.bundles();
  }

  /** Records a refusal for one more problem and returns what to throw. */
  public PluginRejectedException reject(Path source, Verdict verdict, Finding problem) {
    return reject(source, gate.policy().refuse(verdict, problem));
  }

  private PluginRejectedException reject(Path source, Decision decision) {
    log.record(source, decision);
    return new PluginRejectedException(decision);
  }

  /** Returns what each bundle was found to be by itself. */
  public LatestInspections looks() {
    return looks;
  }

  public synchronized Optional<Path> sourceOf(Path sealed) {
    return copies.sourceOf(sealed);
  }

  /**
   * Deletes a source and its copies, but not the copy a loaded plugin runs from.
   *
   * @param asked a sealed copy, or a source directly in one of the roots
   * @return whether there was something to delete
   */
  public synchronized boolean delete(Path asked) {
    Optional<Path> source =
        gate.holds(asked)
            ? copies.sourceOf(asked)
            : Optional.of(asked).filter(path -> isInRoot(path));
    if (source.isEmpty()) {
      return false;
    }
    if (change.sources().contains(source.get())) {
      throw new PluginRuntimeException(
          "{} is not deleted while it is being installed, updated or removed",
          Printable.of(source.get().toString()));
    }
    Set<Path> inUse = running.paths();
    copies.of(source.get()).stream().filter(copy -> !inUse.contains(copy)).forEach(gate::delete);
    boolean deleted = SourceDeletion.delete(source.get());
    forget(source.get());
    return deleted;
  }

  /** Lets go of the store; copies that make the next start cheap stay in it. */
  public synchronized void close() {
    Set<Path> unloaded = copies.latest();
    Set<Path> inUse = running.paths();
    unloaded.removeAll(inUse);
    try {
      gate.leave(unloaded, inUse);
    } finally {
      gate.close();
    }
  }

  private SealedBundle prepare(Engine check, Path source) {
    Admission.Result result = check.prepare(source);
    looks.add(source, result);
    SealedBundle bundle = result.admitted().orElseThrow(() -> reject(source, result.decision()));
    copies.add(bundle);
    return bundle;
  }

  /** The last steps before a single bundle is loaded, as {@link Selection#settle} takes them. */
  private void confirm(Engine check, SealedBundle bundle) {
    weigh(bundle);
    settle(bundle, record(check, List.of(bundle)));
  }

  /** Records the decision on a bundle when it counts on whom it relies. */
  private void weigh(SealedBundle bundle) {
    List<SealedBundle> others = new ArrayList<>(copies.ticketed());
    others.add(bundle);
    Decision decision =
        new TrustMixRule(running.bundles(), others).weigh(gate.policy(), bundle, bundle.decision());
    if (!decision.isAdmitted()) {
      throw reject(bundle.source(), decision);
    }
    log.record(bundle.source(), decision);
  }

  private Path sourceFor(Path asked) {
    if (!gate.holds(asked)) {
      return asked;
    }
    return copies.sourceOf(asked).orElseThrow(() -> unknownCopy(asked));
  }

  private PluginRejectedException unknownCopy(Path asked) {
    Finding finding =
        Finding.of(
            Reason.STATE_UNAVAILABLE,
            String.format(
                Locale.ROOT,
                "%s lies among the sealed copies, but this host has made none of that name.",
                asked));
    return new PluginRejectedException(gate.policy().refuseUnseen(finding));
  }

  private void requireDependencies(SealedBundle bundle) {
    if (Dependency.requiredBy(bundle).isEmpty()) {
      // Most need nothing, and all that is loaded and refused is looked through for the others.
      return;
    }
    DependencyRule rule = new DependencyRule(versions, running.versions(), copies.awaited());
    log.refusals().forEach(rule::add);
    Optional<Finding> problem =
        DependencyCycle.beside(manager, bundle).or(() -> rule.violation(bundle));
    if (problem.isPresent()) {
      throw reject(bundle.source(), bundle.decision().verdict(), problem.get());
    }
  }

  private Set<Path> inUse() {
    Set<Path> inUse = copies.needed();
    inUse.addAll(running.paths());
    inUse.addAll(held);
    inUse.addAll(change.copies());
    return inUse;
  }

  private boolean isInRoot(Path path) {
    return manager.getPluginsRoots().stream()
        .map(BundleDiscovery::normalise)
        .anyMatch(root -> root.equals(path.getParent()));
  }
}
