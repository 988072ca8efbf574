package dev.signet.policy;

import dev.signet.verdict.Verdict;
import java.util.Optional;
import java.util.Set;

/** Which plugins may be merely unsigned. */
record UnsignedRule(
    SignatureRequirement requirement, Set<String> featured, Set<String> allowedUnsigned) {
  UnsignedRule {
    featured = Set.copyOf(featured);
    allowedUnsigned = Set.copyOf(allowedUnsigned);
  }

  /** Returns why the host puts up with this one; empty when it does not. */
  Optional<String> whyTolerated(Verdict.Unsigned verdict) {
    String id = verdict.subject().id();
    if (featured.contains(id)) {
      return Optional.empty();
    }
    if (allowedUnsigned.contains(id)) {
      return Optional.of("This host allows it unsigned.");
    }
    return requirement == SignatureRequirement.FEATURED
        ? Optional.of("This host requires signatures only of featured plugins.")
        : Optional.empty();
  }
}
