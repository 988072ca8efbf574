package dev.signet.admit;

import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verify.BundleVerifier;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Verdict, decision and sealing of one bundle. Safe for use by several threads. */
public final class Admission {

  public Admission(BundleVerifier verifier, SignaturePolicy policy, SealedStore store) {
    throw new UnsupportedOperationException();
  }

  /** What came of it. */
  public sealed interface Result {
    Decision decision();

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

  /**
   * Verifies, decides and seals. Never throws for any bundle.
   *
   * @param expectedId the id the caller asked for, or empty
   */
  public Result admit(Path source, Optional<String> expectedId) {
    throw new UnsupportedOperationException();
  }

  /** Verifies and decides, seals nothing: for plugins loaded in place, and for a look. */
  public Decision inspect(Path source, Optional<String> expectedId) {
    throw new UnsupportedOperationException();
  }

  public SignaturePolicy policy() {
    throw new UnsupportedOperationException();
  }
}
