package dev.signet.admit;

import dev.signet.Internal;
import dev.signet.bundle.descriptor.DescriptorForm;
import dev.signet.bundle.read.ReadingThreads;
import dev.signet.policy.Decision;
import dev.signet.policy.HistoryRules;
import dev.signet.policy.PluginHistory;
import dev.signet.policy.ReleaseRecorder;
import dev.signet.policy.SignaturePolicy;
import dev.signet.policy.SignedRelease;
import dev.signet.policy.SigningLedger;
import dev.signet.verdict.Finding;
import dev.signet.verdict.Guard;
import dev.signet.verdict.Printable;
import dev.signet.verdict.Verdict;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Examination;
import dev.signet.verify.Expectation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verdict, decision, sealing and recording of one bundle: the only way to a {@link SealedBundle}.
 * Each call asks the clock once, and goes by that instant throughout. Safe for use by several
 * threads.
 */
public final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final BundleVerifier verifier;
  private final SignaturePolicy policy;
  private final SealedStore store;
  private final SigningLedger ledger;
  private final Expectation plugin;

  /**
   * Creates an admission of plugins in our own layout.
   *
   * @param store where sealed copies go; its owner closes it
   * @param ledger what is remembered of the plugins; its owner closes it
   */
  public Admission(
      BundleVerifier verifier, SignaturePolicy policy, SealedStore store, SigningLedger ledger) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.store = Objects.requireNonNull(store, "store");
    this.ledger = Objects.requireNonNull(ledger, "ledger");
    this.plugin = Expectation.PLUGIN;
  }

  private Admission(
      Admission other, BundleVerifier verifier, SignaturePolicy policy, Expectation plugin) {
    this.verifier = verifier;
    this.policy = policy;
    this.store = other.store;
    this.ledger = other.ledger;
    this.plugin = plugin;
  }

  /** What came of it. */
  public sealed interface Result {
    /** Returns the decision, whichever it is. */
    Decision decision();

    /** Returns the bundle when it is admitted. */
    Optional<SealedBundle> admitted();

    /** Returns the value of the function for this case. */
    default <T> T fold(
        Function<? super SealedBundle, ? extends T> admitted,
        Function<? super Decision, ? extends T> refused) {
      return admitted().<T>map(admitted).orElseGet(() -> refused.apply(decision()));
    }
  }

  /** It may be loaded. */
  public record Admitted(SealedBundle bundle) implements Result {
    @Override
    public Decision decision() {
      return bundle.decision();
    }

    @Override
    public Optional<SealedBundle> admitted() {
      return Optional.of(bundle);
    }
  }

  /** It may not. */
  public record Refused(Decision decision) implements Result {
    @Override
    public Optional<SealedBundle> admitted() {
      return Optional.empty();
    }
  }

  /** Returns the policy by which it is decided. */
  public SignaturePolicy policy() {
    return policy;
  }

  /** Returns the instant by the clock that all checks go by. */
  public Instant now() {
    return verifier.clock().instant();
  }

  /** Returns the threads that read. */
  @Internal
  public ReadingThreads threads() {
    return verifier.threads();
  }

  /** Returns how a bundle says which plugin it is. */
  @Internal
  public DescriptorForm descriptorForm() {
    return plugin.form();
  }

  /** Returns what is remembered of the plugins. */
  public SigningLedger ledger() {
    return ledger;
  }

  /** Returns an admission of other rules for what does not fit the past; all else alike. */
  public Admission withHistory(HistoryRules rules) {
    return new Admission(this, verifier, policy.toBuilder().history(rules).build(), plugin);
  }

  /** Returns an admission that takes every plugin for this; all else alike. */
  public Admission expecting(Expectation everyPlugin) {
    return new Admission(
        this, verifier, policy, Objects.requireNonNull(everyPlugin, "everyPlugin"));
  }

  /**
   * Returns an admission for which it is always now: what {@link #prepare} judges and {@link
   * #record} records is then one check of one instant.
   */
  public Admission asOfNow() {
    return new Admission(this, verifier.at(verifier.clock().instant()), policy, plugin);
  }

  /**
   * Verifies, decides, seals and records. Never throws for any bundle or disk fault. A source that
   * has not changed since it was sealed is not read again, but judged again.
   *
   * @param expectedId the id the caller asked for, or empty
   */
  public Result admit(Path source, Optional<String> expectedId) {
    Admission check = asOfNow();
    Result prepared = check.prepare(source, expectedId);
    return prepared.fold(bundle -> check.recorded(prepared, bundle), refused -> prepared);
  }

  /**
   * Does all that {@link #admit} does but record, for a caller that chooses among several bundles:
   * nothing is loaded before {@link #record} was called for it, both on one {@link #asOfNow}.
   *
   * @param expectedId the id the caller asked for, or empty
   */
  public Result prepare(Path source, Optional<String> expectedId) {
    AdmissionEvent event = AdmissionEvent.started();
    Admission check = asOfNow();
    Path absolute = source.toAbsolutePath().normalize();
    Expectation expectation = expectation(expectedId);
    Result result =
        Guard.run(
            () -> check.admit(absolute, expectation),
            failure -> new Refused(unavailable(absolute, failure)));
    event.decided(absolute, result.decision());
    return result;
  }

  /**
   * Records in the ledger which verified bundles are about to be loaded: in one step, or when that
   * fails, each by itself.
   *
   * @param bundles may be empty; then the ledger only records the time
   * @return the problem of each source that could not be recorded; {@link SignaturePolicy#weigh}
   *     says what becomes of it
   */
  public Map<Path, Finding> record(List<SealedBundle> bundles) {
    return recorder().record(SealedBundle.releases(bundles), now());
  }

  /**
   * Verifies and decides, and neither seals nor records: for plugins that are loaded in place, and
   * for a look.
   *
   * @param expectedId the id the caller asked for, or empty
   */
  public Decision inspect(Path source, Optional<String> expectedId) {
    Admission check = asOfNow();
    return check.decide(check.verifier.verify(source, expectation(expectedId)));
  }

  /**
   * Looks at a bundle as {@link #inspect} does, and reads every byte anew, whatever is remembered
   * of it.
   */
  public InspectedBundle inspectAnew(Path source) {
    Admission check = asOfNow();
    Examination found = check.verifier.examine(source, plugin);
    return new InspectedBundle(source, check.decide(found.verdict()), found.dependencies());
  }

  private Result admit(Path source, Expectation expectation) {
    try {
      return sealing().admit(source, expectation, this::decide);
    } catch (IOException e) {
      log.debug("The state directory failed for {}", Printable.of(source.toString()), e);
      return new Refused(unavailable(source, e));
    }
  }

  private Result recorded(Result prepared, SealedBundle bundle) {
    Finding problem = record(List.of(bundle)).get(bundle.source());
    if (problem == null) {
      return prepared;
    }
    Decision decision = policy.weigh(bundle.decision(), problem);
    return decision.isAdmitted() ? new Admitted(bundle.with(decision)) : new Refused(decision);
  }

  /**
   * Takes a bundle's key and files for its author's in the ledger, as an administrator wants it.
   *
   * @return the problem when that could not be made to last
   */
  public Optional<Finding> confirm(SealedBundle bundle) {
    return SignedRelease.asSigned(bundle.decision().verdict()).flatMap(recorder()::confirm);
  }

  private Decision decide(Verdict verdict) {
    return policy.decide(
        verdict, PluginHistory.of(ledger, verdict.subject().id(), verifier.clock().instant()));
  }

  /** Returns the check of the host's own folder, by the same verifier and policy. */
  @Internal
  public CoreCheck core() {
    return new CoreCheck(
        verifier, policy, Expectation.core(plugin.layout().ofHost(), plugin.exclusions()));
  }

  /**
   * Returns a bundle with a path that nothing was loaded from before, see {@link
   * SealedStore#renew}.
   */
  public SealedBundle renew(SealedBundle bundle) {
    return bundle.at(store.renew(bundle.path()));
  }

  /**
   * Judges a bundle again that was admitted before: the bytes of its sealed copy, as of now and by
   * the trust of now. Records nothing. Never throws for any bundle or disk fault.
   */
  public Decision reassess(SealedBundle bundle) {
    Admission check = asOfNow();
    return Guard.run(
        () -> check.reassessed(bundle), failure -> unavailable(bundle.source(), failure));
  }

  private Decision reassessed(SealedBundle bundle) {
    Expectation expectation = expectation(Optional.empty());
    return decide(
        sealing()
            .reassess(bundle.path(), expectation)
            .map(Recall.Found::verdict)
            .orElseGet(() -> verifier.verify(bundle.path(), expectation)));
  }

  private Decision unavailable(Path source, Throwable failure) {
    return policy.decide(BundleVerifier.unavailable(source, failure));
  }

  private Sealing sealing() {
    return new Sealing(verifier, store, plugin.layout());
  }

  private ReleaseRecorder recorder() {
    return new ReleaseRecorder(ledger, policy.versionOrder());
  }

  private Expectation expectation(Optional<String> expectedId) {
    return expectedId.map(plugin::withId).orElse(plugin);
  }
}
