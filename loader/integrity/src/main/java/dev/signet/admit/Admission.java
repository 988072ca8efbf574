package dev.signet.admit;

import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verdict.Finding;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import dev.signet.verify.StagedBundle;
import dev.signet.verify.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verdict, decision and sealing of one bundle: the only way to a {@link SealedBundle}. Safe for use
 * by several threads.
 */
public final class Admission {
  private static final Logger log = LoggerFactory.getLogger(Admission.class);

  private final BundleVerifier verifier;
  private final SignaturePolicy policy;
  private final SealedStore store;

  /**
   * Creates an admission.
   *
   * @param store where sealed copies go; its owner closes it
   */
  public Admission(BundleVerifier verifier, SignaturePolicy policy, SealedStore store) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.store = Objects.requireNonNull(store, "store");
  }

  /** What came of it. */
  public sealed interface Result {
    /** Returns the decision, whichever it is. */
    Decision decision();

    /** Returns the value of the function for this case. */
    <T> T fold(
        Function<? super SealedBundle, ? extends T> admitted,
        Function<? super Decision, ? extends T> refused);
  }

  /** It may be loaded. */
  public record Admitted(SealedBundle bundle) implements Result {
    @Override
    public Decision decision() {
      return bundle.decision();
    }

    @Override
    public <T> T fold(
        Function<? super SealedBundle, ? extends T> admitted,
        Function<? super Decision, ? extends T> refused) {
      return admitted.apply(bundle);
    }
  }

  /** It may not. */
  public record Refused(Decision decision) implements Result {
    @Override
    public <T> T fold(
        Function<? super SealedBundle, ? extends T> admitted,
        Function<? super Decision, ? extends T> refused) {
      return refused.apply(decision);
    }
  }

  /** Returns the policy by which it is decided. */
  public SignaturePolicy policy() {
    return policy;
  }

  /**
   * Verifies, decides and seals. Never throws for any bundle or disk fault. A source that has not
   * changed since it was sealed is not read again, but judged again.
   *
   * @param expectedId the id the caller asked for, or empty
   */
  public Result admit(Path source, Optional<String> expectedId) {
    Path absolute = source.toAbsolutePath().normalize();
    Expectation expectation = expectation(expectedId);
    Optional<SourceState> state = SourceState.of(absolute, verifier.limits());
    return state
        .flatMap(known -> recall(absolute, known, expectation))
        .orElseGet(() -> admitAnew(absolute, state, expectation));
  }

  /**
   * Verifies and decides, and seals nothing: for plugins that are loaded in place, and for a look.
   *
   * @param expectedId the id the caller asked for, or empty
   */
  public Decision inspect(Path source, Optional<String> expectedId) {
    return policy.decide(verifier.verify(source, expectation(expectedId)));
  }

  /**
   * Judges a bundle again that was admitted before: the bytes of its sealed copy, as of now and by
   * the trust of now. Records nothing. Never throws for any bundle or disk fault.
   */
  public Decision reassess(SealedBundle bundle) {
    Expectation expectation = expectation(Optional.empty());
    Optional<SealedCopy> copy = store.copyOf(bundle.path());
    if (copy.isPresent()) {
      try {
        return policy.decide(recalled(copy.get(), expectation).verdict());
      } catch (IOException e) {
        log.warn("The sealed copy {} is read anew: {}", bundle.path(), e.toString());
      }
    }
    return policy.decide(verifier.verify(bundle.path(), expectation));
  }

  private StagedBundle recalled(SealedCopy copy, Expectation expectation) throws IOException {
    return verifier.recall(store.folder(copy), copy.kind(), copy.recollection(), expectation);
  }

  private Result admitAnew(Path source, Optional<SourceState> state, Expectation expectation) {
    try (Staging staging = store.newStaging()) {
      StagedBundle staged = verifier.stage(source, expectation, staging);
      Decision decision = policy.decide(staged.verdict());
      if (!decision.isAdmitted()) {
        return new Refused(decision);
      }
      boolean clean = staged.verdict().findings().stream().noneMatch(Finding::isProblem);
      Optional<SourceState> recorded = clean ? state : Optional.empty();
      Path sealed = store.seal(source, recorded, staged);
      return new Admitted(new SealedBundle(source, sealed, decision, staged.dependencies()));
    } catch (IOException e) {
      log.debug("The state directory failed for {}", source, e);
      return new Refused(policy.decide(BundleVerifier.unavailable(source, e)));
    }
  }

  /** Empty when there is nothing to recall, or when the bundle has to be looked at anew. */
  private Optional<Result> recall(Path source, SourceState state, Expectation expectation) {
    Optional<SealedCopy> recalled = store.recall(source, state);
    if (recalled.isEmpty()) {
      return Optional.empty();
    }
    SealedCopy copy = recalled.get();
    Path folder = store.folder(copy);
    try {
      StagedBundle staged = recalled(copy, expectation);
      Decision decision = policy.decide(staged.verdict());
      if (!decision.isAdmitted()) {
        return Optional.of(new Refused(decision));
      }
      Path sealed = SealedStore.pathFor(folder, copy.kind());
      return Optional.of(
          new Admitted(new SealedBundle(source, sealed, decision, staged.dependencies())));
    } catch (IOException e) {
      log.warn(
          "The sealed copy {} is left aside and {} is read anew: {}", folder, source, e.toString());
      return Optional.empty();
    }
  }

  private static Expectation expectation(Optional<String> expectedId) {
    return expectedId.map(Expectation.PLUGIN::withId).orElse(Expectation.PLUGIN);
  }
}
