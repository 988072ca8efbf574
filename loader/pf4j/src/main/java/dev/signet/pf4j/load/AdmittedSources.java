package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.Admission;
import dev.signet.admit.SealedBundle;
import dev.signet.pf4j.resolve.Selection;
import dev.signet.pf4j.run.RunRules;
import dev.signet.policy.Decision;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Reason;
import dev.signet.verdict.Subject;
import dev.signet.verdict.Verdict;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginManager;

/**
 * From bundles in the roots, or a single path, to sealed copies. One call at a time: no copy may be
 * swept between being made and being known.
 */
@Internal
public final class AdmittedSources {
  private final PluginManager manager;
  private final Engine gate;
  private final BundleDiscovery discovery;
  private final LatestDecisions log;
  private final SealedCopies copies = new SealedCopies();
  private final RunningPlugins running;
  private final LatestInspections looks = new LatestInspections();
  private final Confirmation confirmation;
  private final SourceChanges changes;
  private final LatestCopies latest;

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
    SourceChanges.Known known = new SourceChanges.Known(log, looks, copies, running);
    this.confirmation = new Confirmation(manager, gate, runs, known);
    this.changes = new SourceChanges(gate, known);
    this.latest = new LatestCopies(gate, copies, running);
  }

  /** Admits what is in the roots and returns what is to be loaded, each after those it needs. */
  public synchronized List<SealedBundle> scan() {
    BundleDiscovery.Found found = discovery.in(manager.getPluginsRoots());
    Engine check = gate.asOfNow();
    Map<Path, Admission.Result> results =
        AdmissionBatch.run(found.bundles(), check::prepare, check.threads());
    Selection<SealedBundle> selection =
        Selection.of(gate.policy(), confirmation.versions(), results);
    selection.refuseUnseen(found.refusals(gate.policy()));
    selection.settle(
        running.now(), bundles -> confirmation.record(check, bundles, changes.sources()));
    Set<Path> known = new HashSet<>(selection.decisions().keySet());
    for (Path path : running.paths()) {
      copies.sourceOf(path).ifPresent(known::add);
    }
    log.retain(known);
    log.unlistable(found);
    for (Map.Entry<Path, Decision> decision : selection.decisions().entrySet()) {
      log.record(decision.getKey(), decision.getValue());
    }
    copies.retain(known);
    looks.retain(known);
    for (Map.Entry<Path, Admission.Result> result : results.entrySet()) {
      Path source = result.getKey();
      result.getValue().admitted().ifPresentOrElse(copies::add, () -> latest.keep(source));
      looks.add(source, result.getValue());
    }
    List<SealedBundle> bundles = selection.bundles();
    copies.issueTickets(bundles);
    changes.sweep();
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
      confirmation.requireDependencies(ticket.get());
      return fresh(ticket.get());
    }
    Engine check = gate.asOfNow();
    SealedBundle bundle = prepare(check, sourceFor(asked));
    confirmation.requireDependencies(bundle);
    confirmation.confirm(check, bundle, changes.sources());
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

  /** Records that a copy is loaded: it stays for a reload even when it is outdated. */
  public synchronized void loaded(SealedBundle bundle) {
    copies.loaded(bundle);
    running.add(bundle);
  }

  /** Admits what may be installed; its copy is kept until {@link #release}. */
  public synchronized Admission.Result hold(Path source, Optional<String> id, Consent consent) {
    Admission.Result result = gate.prepare(source, id, consent);
    result.admitted().ifPresent(changes::hold);
    return result;
  }

  /** Deletes the copy of what was {@link #hold held}, unless something needs it. */
  public synchronized void release(SealedBundle bundle) {
    changes.release(bundle);
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
    changes.begin(touched, bundles);
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
    confirmation.weigh(bundle);
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
      gate.confirm(bundle).ifPresent(problem -> confirmation.settle(bundle, problem));
    }
    confirmation.settle(bundle, gate.record(List.of(bundle)));
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
    changes.done(gone);
  }

  /** Ends a change of which nothing is left. */
  public synchronized void undone() {
    changes.undone();
  }

  /** Returns the bundles of what is loaded now. */
  public synchronized List<SealedBundle> runningBundles() {
    return running.bundles();
  }

  /** Records a refusal for one more problem and returns what to throw. */
  public PluginRejectedException reject(Path source, Verdict verdict, Finding problem) {
    return confirmation.reject(source, gate.policy().refuse(verdict, problem));
  }

  /** Returns what each bundle was found to be by itself. */
  public LatestInspections looks() {
    return looks;
  }

  /** Returns the sealed copy of what was admitted last from a place; it is to be verified anew. */
  public synchronized Optional<Path> latestCopyOf(Path source) {
    return latest.of(source);
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
    return source.isPresent() && changes.delete(source.get());
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
    SealedBundle bundle =
        result.admitted().orElseThrow(() -> confirmation.reject(source, result.decision()));
    copies.add(bundle);
    return bundle;
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

  private boolean isInRoot(Path path) {
    return manager.getPluginsRoots().stream()
        .map(BundleDiscovery::normalise)
        .anyMatch(root -> root.equals(path.getParent()));
  }
}
