package dev.signet.policy;

import dev.signet.verdict.Verdict;
import java.util.Set;

/** Channel, requirement and lists of a host. Immutable. */
public record SignaturePolicy(
    ReleaseChannel channel,
    SignatureRequirement requirement,
    Set<String> featured,
    Set<String> allowedUnsigned,
    boolean checkingEnabled) {

  /** Returns what to do with a bundle of this verdict. */
  public Decision decide(Verdict verdict) {
    throw new UnsupportedOperationException();
  }
}
