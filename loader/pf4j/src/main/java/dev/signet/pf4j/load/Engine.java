package dev.signet.pf4j.load;

import dev.signet.Internal;
import dev.signet.admit.Admission;
import dev.signet.admit.CoreCheck;
import dev.signet.admit.InspectedBundle;
import dev.signet.admit.SealedBundle;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SigningLedger;
import dev.signet.report.store.IntegrityResults;
import dev.signet.trust.TrustSource;
import dev.signet.verdict.Finding;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginRuntimeException;

/**
 * All that a plugin manager asks of verifier, policy, store and ledger. Safe for use by several
 * threads.
 */
@Internal
public final class Engine {
  private final Admission admission;
  private final HostState state;
  private final TrustSource trust;

  public Engine(Admission admission, HostState state, TrustSource trust) {
    this.admission = admission;
    this.state = state;
    this.trust = trust;
  }

  /** Returns an engine for which it is always now: what goes through it is one check. */
  Engine asOfNow() {
    return new Engine(admission.asOfNow(), state, trust);
  }

  /** Returns how a bundle says which plugin it is. */
  public DescriptorForm descriptorForm() {
    return admission.descriptorForm();
  }

  /** Returns the threads that read. */
  ReadingThreads threads() {
    return admission.threads();
  }

  Admission.Result prepare(Path source) {
    return admission.prepare(source, Optional.empty());
  }

  /**
   * Judges what is to be installed.
   *
   * @param id the plugin it has to be; empty for any
   */
  Admission.Result prepare(Path source, Optional<String> id, Consent consent) {
    return admission.withHistory(consent.applyTo(policy().history())).prepare(source, id);
  }

  /** Returns an engine for which new keys and changed releases are confirmed. */
  Engine confirming() {
    return new Engine(admission.withHistory(policy().history().confirmed()), state, trust);
  }

  /** Confirms a bundle's key and files in the ledger; see {@link Admission#confirm}. */
  Optional<Finding> confirm(SealedBundle bundle) {
    return admission.confirm(bundle);
  }

  Map<Path, Finding> record(List<SealedBundle> bundles) {
    return admission.record(bundles);
  }

  public Decision inspect(Path source) {
    return admission.inspect(source, Optional.empty());
  }

  public InspectedBundle inspectAnew(Path source) {
    return admission.inspectAnew(source);
  }

  /** Returns the check of the host's own folder. */
  public CoreCheck core() {
    return admission.core();
  }

  Decision reassess(SealedBundle bundle) {
    return admission.reassess(bundle);
  }

  /** Gives the sealed copy of a bundle a path that nothing was loaded from before. */
  SealedBundle renew(SealedBundle bundle) {
    return admission.renew(bundle);
  }

  /** Records that a bundle is about to be loaded. */
  void load(SealedBundle bundle) {
    state.store().load(bundle.path());
  }

  /** Returns whether something was loaded from the path of a bundle since this JVM started. */
  boolean wasLoaded(SealedBundle bundle) {
    return state.store().wasLoaded(bundle.path());
  }

  public SignaturePolicy policy() {
    return admission.policy();
  }

  public SigningLedger ledger() {
    return admission.ledger();
  }

  IntegrityResults results() {
    return state.results();
  }

  public TrustSource trust() {
    return trust;
  }

  public Instant now() {
    return admission.now();
  }

  /** Returns whether a path lies below where sealed copies are kept. */
  boolean holds(Path path) {
    return state.store().holds(path);
  }

  /** Returns the folder in which bundles are prepared before they are sealed. */
  public Path staging() {
    return state.store().staging();
  }

  /** Returns the sealed copy that was made of a source last, whatever has become of the source. */
  Optional<Path> latestCopyOf(Path source) {
    return state.store().latestCopyOf(source);
  }

  /** Has the copy of a bundle be made anew before it stands for its source again. */
  void forget(SealedBundle bundle) {
    state.store().forget(bundle.path());
  }

  /** Deletes a sealed copy. */
  void delete(Path sealed) {
    try {
      state.store().delete(sealed);
    } catch (UncheckedIOException e) {
      throw new PluginRuntimeException(e, "%s", e.getMessage());
    }
  }

  /** Deletes all sealed copies but these. */
  void sweep(Set<Path> inUse) {
    state.store().sweep(inUse);
  }

  /** Deletes all sealed copies but those kept for the next start and those still in use. */
  void leave(Set<Path> unloaded, Set<Path> inUse) {
    Set<Path> kept = new HashSet<>(unloaded);
    kept.addAll(inUse);
    state.store().sweep(kept);
    state.store().closeCached(unloaded);
  }

  /** Lets go of the state directory. */
  void close() {
    state.close();
  }
}
