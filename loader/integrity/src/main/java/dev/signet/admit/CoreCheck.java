package dev.signet.admit;

import dev.signet.Internal;
import dev.signet.bundle.LeftOut;
import dev.signet.policy.Decision;
import dev.signet.policy.SignaturePolicy;
import dev.signet.verify.BundleVerifier;
import dev.signet.verify.Expectation;
import java.nio.file.Path;

/** The check of the host's own folder: what is wrong is reported, and never stops the host. */
@Internal
public final class CoreCheck {
  private final BundleVerifier verifier;
  private final SignaturePolicy policy;
  private final Expectation core;

  CoreCheck(BundleVerifier verifier, SignaturePolicy policy, Expectation core) {
    this.verifier = verifier;
    this.policy = policy;
    this.core = core;
  }

  /**
   * Checks the folder.
   *
   * @param leftOut what the host has configured inside it
   */
  public Decision inspect(Path folder, LeftOut leftOut) {
    return policy.decideCore(verifier.verify(folder, core.without(leftOut)));
  }

  /** Checks the folder as {@link #inspect} does, and reads every byte anew. */
  public Decision inspectAnew(Path folder, LeftOut leftOut) {
    return policy.decideCore(verifier.examine(folder, core.without(leftOut)).verdict());
  }
}
