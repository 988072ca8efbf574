package dev.signet.admit;

import dev.signet.bundle.BundleKind;
import dev.signet.bundle.EntryPath;
import dev.signet.bundle.Layout;
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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
  private final Expectation plugin;

  /**
   * Creates an admission of plugins in our own layout.
   *
   * @param store where sealed copies go; its owner closes it
   */
  public Admission(BundleVerifier verifier, SignaturePolicy policy, SealedStore store) {
    this(verifier, policy, store, Expectation.PLUGIN);
  }

  /**
   * Creates an admission.
   *
   * @param store where sealed copies go; its owner closes it
   * @param plugin what every plugin is taken for
   */
  public Admission(
      BundleVerifier verifier, SignaturePolicy policy, SealedStore store, Expectation plugin) {
    this.verifier = Objects.requireNonNull(verifier, "verifier");
    this.policy = Objects.requireNonNull(policy, "policy");
    this.store = Objects.requireNonNull(store, "store");
    this.plugin = Objects.requireNonNull(plugin, "plugin");
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

  /** Checks the host's own folder. What is wrong is reported, and never stops the host. */
  public Decision inspectCore(Path folder) {
    Expectation core = Expectation.core(plugin.layout().ofHost(), plugin.exclusions());
    return policy.decideCore(verifier.verify(folder, core));
  }

  private Result admitAnew(Path source, Optional<SourceState> state, Expectation expectation) {
    try (Staging staging = store.newStaging()) {
      StagedBundle staged = verifier.stage(source, expectation, staging);
      Decision decision = policy.decide(staged.verdict());
      if (!decision.isAdmitted()) {
        return new Refused(decision);
      }
      boolean clean = staged.verdict().findings().stream().noneMatch(Finding::isProblem);
      Optional<SourceState> recorded = state.filter(known -> clean && isWhole(staged, known));
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
    if (recalled.isEmpty() || holdsWhatIsLeftOut(recalled.get())) {
      return Optional.empty();
    }
    SealedCopy copy = recalled.get();
    Path folder = store.folder(copy);
    try {
      StagedBundle staged = verifier.recall(folder, copy.kind(), copy.recollection(), expectation);
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

  /**
   * Returns whether the copy has all that the source has. Only such a copy stands for the source
   * later on: what was left out would not be seen any more.
   */
  private boolean isWhole(StagedBundle staged, SourceState source) {
    boolean nothingExcluded =
        staged.files().digest().hex().equals(staged.verdict().subject().contentDigest());
    if (plugin.layout() == Layout.PLUGIN) {
      return nothingExcluded;
    }
    Set<String> paths =
        staged.files().files().keySet().stream().map(EntryPath::value).collect(Collectors.toSet());
    return nothingExcluded
        && staged.kind() == BundleKind.FOLDER
        && source.stamps().keySet().equals(paths);
  }

  /** Returns whether the copy, made under other settings, has a file that these leave out. */
  private boolean holdsWhatIsLeftOut(SealedCopy copy) {
    return copy.recollection().files().files().keySet().stream()
        .anyMatch(path -> plugin.layout().ignores(copy.kind(), path));
  }

  private Expectation expectation(Optional<String> expectedId) {
    return expectedId.map(plugin::withId).orElse(plugin);
  }
}
