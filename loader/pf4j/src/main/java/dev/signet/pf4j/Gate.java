package dev.signet.pf4j;

import dev.signet.admit.Admission;
import dev.signet.admit.InspectedBundle;
import dev.signet.admit.SealedBundle;
import dev.signet.admit.SealedStore;
import dev.signet.bundle.LeftOut;
import dev.signet.policy.Decision;
import dev.signet.policy.DowngradeRule;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SigningLedger;
import dev.signet.report.store.IntegrityResults;
import dev.signet.trust.TrustSource;
import dev.signet.verdict.Finding;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.PluginRuntimeException;

/** All that this package asks of verifier, policy, store and ledger. */
interface Gate {

  /** Returns a gate for which it is always now: what goes through it is one check. */
  Gate asOfNow();

  Admission.Result prepare(Path source);

  /** Judges what is to be installed: it is the plugin asked for, and not lower than before. */
  Admission.Result prepare(InstallRequest request);

  Map<Path, Finding> record(List<SealedBundle> bundles);

  Decision inspect(Path source);

  InspectedBundle inspectAnew(Path source);

  Decision inspectCore(Path folder, LeftOut leftOut);

  Decision inspectCoreAnew(Path folder, LeftOut leftOut);

  Decision reassess(SealedBundle bundle);

  /** Gives the sealed copy of a bundle a path that nothing was loaded from before. */
  SealedBundle renew(SealedBundle bundle);

  SignaturePolicy policy();

  SigningLedger ledger();

  IntegrityResults results();

  TrustSource trust();

  Instant now();

  boolean holds(Path path);

  Path staging();

  void delete(Path sealed);

  void sweep(Set<Path> inUse);

  void close();

  static Gate of(Admission admission, HostState state, TrustSource trust) {
    SealedStore store = state.store();
    return new Gate() {
      @Override
      public Gate asOfNow() {
        return of(admission.asOfNow(), state, trust);
      }

      @Override
      public Admission.Result prepare(Path source) {
        return admission.prepare(source, Optional.empty());
      }

      @Override
      public Admission.Result prepare(InstallRequest request) {
        Admission strict =
            request.lowerVersion() ? admission : admission.withDowngrades(DowngradeRule.REFUSE);
        return strict.prepare(request.bundle(), request.id());
      }

      @Override
      public Map<Path, Finding> record(List<SealedBundle> bundles) {
        return admission.record(bundles);
      }

      @Override
      public Decision inspect(Path source) {
        return admission.inspect(source, Optional.empty());
      }

      @Override
      public InspectedBundle inspectAnew(Path source) {
        return admission.inspectAnew(source);
      }

      @Override
      public Decision inspectCoreAnew(Path folder, LeftOut leftOut) {
        return admission.inspectCoreAnew(folder, leftOut);
      }

      @Override
      public Decision inspectCore(Path folder, LeftOut leftOut) {
        return admission.inspectCore(folder, leftOut);
      }

      @Override
      public Decision reassess(SealedBundle bundle) {
        return admission.reassess(bundle);
      }

      @Override
      public SealedBundle renew(SealedBundle bundle) {
        return admission.renew(bundle);
      }

      @Override
      public SignaturePolicy policy() {
        return admission.policy();
      }

      @Override
      public SigningLedger ledger() {
        return admission.ledger();
      }

      @Override
      public IntegrityResults results() {
        return state.results();
      }

      @Override
      public TrustSource trust() {
        return trust;
      }

      @Override
      public Instant now() {
        return admission.now();
      }

      @Override
      public boolean holds(Path path) {
        return store.holds(path);
      }

      @Override
      public Path staging() {
        return store.staging();
      }

      @Override
      public void delete(Path sealed) {
        try {
          store.delete(sealed);
        } catch (UncheckedIOException e) {
          throw new PluginRuntimeException(e, "%s", e.getMessage());
        }
      }

      @Override
      public void sweep(Set<Path> inUse) {
        store.sweep(inUse);
      }

      @Override
      public void close() {
        state.close();
      }
    };
  }
}
